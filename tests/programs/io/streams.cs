// MemoryStream, BufferedStream, BinaryReader and Writer, StreamReader and Writer with encodings, CopyTo, custom streams, seeking, GZip round trip, failures.
using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

class Slow : Stream
{
    readonly Stream _s; int Reads; public int Count() => Reads; public Slow(Stream s) { _s = s; }
    public override int Read(byte[] b, int o, int n) { Reads++; return _s.Read(b, o, Math.Min(n, 3)); }
    public override bool CanRead => true; public override bool CanSeek => false; public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { } public override long Seek(long o, SeekOrigin s) => throw new NotSupportedException();
    public override void SetLength(long v) => throw new NotSupportedException();
    public override void Write(byte[] b, int o, int n) => throw new NotSupportedException();
}

class P
{
    static string T(Action a) { try { a(); return "ok "; } catch (Exception e) { return e.GetType().Name.Replace("Exception", "! "); } }

    static async Task Main()
    {
        var ms = new MemoryStream();
        using (var w = new BinaryWriter(ms, Encoding.UTF8, true))
        {
            w.Write(5); w.Write(-6L); w.Write((short)7); w.Write((byte)8); w.Write(true); w.Write(1.5); w.Write(2.5f); w.Write(3.5m);
            w.Write('ü'); w.Write("string €"); w.Write(new byte[] { 1, 2, 3 }); w.Write7BitEncodedInt(300); w.Write(ulong.MaxValue);
            w.Write((Half)0.5);
        }
        ms.Position = 0;
        using (var r = new BinaryReader(ms, Encoding.UTF8,
            true)) Console.WriteLine($"{r.ReadInt32()} {r.ReadInt64()} {r.ReadInt16()} {r.ReadByte()} {r.ReadBoolean()} {r.ReadDouble()} {r.ReadSingle()} {r.ReadDecimal()} {r.ReadChar()} {r.ReadString()} {r.ReadBytes(3)[2]} {r.Read7BitEncodedInt()} {r.ReadUInt64()} {r.ReadHalf()} {r.PeekChar()} {T(() => r.ReadInt32())} {ms.Length}");
        ms.Seek(-3, SeekOrigin.End); Console.WriteLine(ms.ReadByte() + " " + ms.Position + ms.Read(new byte[10], 0, 10) + ms.ReadByte());
        ms.SetLength(4);
        Console.WriteLine(ms.ToArray().Length + T(() => ms.Seek(-1, SeekOrigin.Begin)) + T(() => ms.Read(new byte[2], 1, 5))
            + T(() => new MemoryStream(new byte[2]).Write(new byte[3])) + T(() =>
        {
            var c = new MemoryStream(); c.Dispose(); c.ReadByte();
        }) + new MemoryStream(new byte[] { 1, 2, 3 }, 1, 2).ReadByte());
        var text = "line one\nline two\r\nünï €😀\rlast";
        foreach (Encoding e in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.UTF32, Encoding.Latin1 })
        {
            var s = new MemoryStream(); using (var w = new StreamWriter(s, e, 16, true)) w.Write(text); s.Position = 0;
            using var r = new StreamReader(s, Encoding.UTF8, true, 16, true); string all = r.ReadToEnd();
            Console.Write(s.Length + " " + r.CurrentEncoding.WebName + (all == text) + " ");
        }
        Console.WriteLine(); var sr = new StreamReader(new Slow(new MemoryStream(Encoding.UTF8.GetBytes(text)))); string line; int n = 0;
        while ((line = sr.ReadLine()) != null) Console.Write(n++ + ":" + line + "|"); Console.WriteLine(sr.EndOfStream);
        var slow = new Slow(new MemoryStream(Enumerable.Range(0, 100).Select(i => (byte)i).ToArray()));
        var buf = new BufferedStream(slow, 32); byte[] got = new byte[50]; buf.ReadExactly(got);
        Console.WriteLine(got.Sum(b => b) + " " + T(() => buf.ReadExactly(new byte[200])) + slow.Count().CompareTo(5));
        var src = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("compress me ", 500))));
        var zip = new MemoryStream(); using (var g = new GZipStream(zip, CompressionLevel.Optimal, true)) await src.CopyToAsync(g);
        Console.WriteLine((zip.Length < 200) + " " + zip.Length.CompareTo(20)); zip.Position = 0;
        using (var g = new GZipStream(zip, CompressionMode.Decompress)) using (var r = new StreamReader(g))
        {
            string back = await r.ReadToEndAsync(); Console.WriteLine(back.Length + back[..12]);
        }
        var bad = new MemoryStream(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 });
        Console.WriteLine(T(() => new GZipStream(bad, CompressionMode.Decompress).ReadByte())); var arch = new MemoryStream();
        using (var z = new ZipArchive(arch, ZipArchiveMode.Create, true)) foreach (string f in new[] { "a.txt",
            "dir/b.txt" }) using (var w = new StreamWriter(z.CreateEntry(f).Open())) w.Write("content of "
            + f);
        using (var z = new ZipArchive(arch,
            ZipArchiveMode.Read)) foreach (var e in z.Entries) using (var r = new StreamReader(e.Open())) Console.Write(e.FullName
            + ":" + r.ReadToEnd() + ":" + e.Length + " ");
        Console.WriteLine(); var un = new UnmanagedCheck(); Console.WriteLine(await un.Go());
        Console.WriteLine(Stream.Null.ReadByte() + " " + new StringReader("a\nb").ReadToEnd().Length + TextReader.Null.ReadLine()?.Length);
        using var md = System.Security.Cryptography.SHA256.Create();
        Console.WriteLine(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData("abc"u8))[..16]);
    }
    class UnmanagedCheck
    {
        public async Task<string> Go()
        {
            var ms = new MemoryStream();
            await using (var w = new StreamWriter(ms, leaveOpen: true)) { await w.WriteLineAsync("async"); await w.WriteAsync("x"); }
            ms.Position = 0; using var r = new StreamReader(ms); return await r.ReadLineAsync() + (char)r.Read() + r.Read();
        }
    }
}
