// Encodings of System.Text.Encoding.CodePages, whose tables are a manifest resource of that assembly.
using System;
using System.Linq;
using System.Text;

class Program
{
    static void Main()
    {
        try { Encoding.GetEncoding(1252); }
        catch (NotSupportedException e) { Console.WriteLine(e.Message); }
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        const string text = "Zażółć €üß, Привет, かな漢字, 中文 한국";
        foreach (var name in new[] { "windows-1252", "windows-1250", "windows-1251", "koi8-r", "ibm437", "ibm850", "iso-8859-2", "iso-8859-15", "shift_jis", "euc-jp", "iso-2022-jp", "gb2312", "gb18030", "big5", "ks_c_5601-1987", "euc-kr", "macintosh", "hz-gb-2312", "x-Chinese-CNS" })
        {
            try
            {
                var e = Encoding.GetEncoding(name);
                var bytes = e.GetBytes(text);
                Console.WriteLine($"{name} {e.CodePage} {e.WebName} {e.IsSingleByte} {e.GetMaxByteCount(3)} {Convert.ToHexString(bytes)}");
                Console.WriteLine(e.GetString(bytes) + " " + e.GetString(new byte[] { 0x81, 0xA4, 0xFE, 0x80 }).Select(c => (int)c).Sum());
                var decoder = e.GetDecoder();
                var chars = new char[bytes.Length + 1];
                int n = 0;
                for (int i = 0; i < bytes.Length; i++) n += decoder.GetChars(bytes, i, 1, chars, n, i == bytes.Length - 1);
                Console.WriteLine(new string(chars, 0, n) == e.GetString(bytes));
            }
            catch (Exception e) when (e is NotSupportedException or ArgumentException) { Console.WriteLine(name + ": " + e.Message); }
        }
        var strict = Encoding.GetEncoding(1252, EncoderFallback.ExceptionFallback, DecoderFallback.ReplacementFallback);
        try { strict.GetBytes("漢"); } catch (EncoderFallbackException e) { Console.WriteLine(e.Message); }
        Console.WriteLine(Encoding.GetEncoding(1252, new EncoderReplacementFallback("[?]"), DecoderFallback.ExceptionFallback).GetString(new byte[] { 91, 63, 93 }));
        Console.WriteLine(Encoding.GetEncodings().Length);
    }
}
