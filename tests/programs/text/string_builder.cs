// StringBuilder over many chunks: Append of everything, Insert, Remove, Replace, indexer, capacity, chunks, comparison with a simple model under random edits.
using System;
using System.Text;

class P
{
    static void Main()
    {
        var sb = new StringBuilder("start", 10);
        sb.Append('c').Append(1).Append(2L).Append(3u).Append(4.5).Append(5.5f).Append(6.5m).Append(true).Append((byte)7).Append("str")
            .Append((string)null).Append(new[] { 'a', 'b' }).Append("substring", 3, 3).Append('x', 3).Append((object)8)
            .Append("span".AsSpan()).Append(new StringBuilder("sb")).AppendLine().AppendLine("line").AppendFormat("{0:D3}|{1,4}|{2}", 1,
            "r", null).AppendJoin(',', 1, 2).AppendJoin("; ", "p", null, "q").Append($"interp {sb.Length > 0}");
        Console.WriteLine(sb.ToString().Replace("\n", "/") + " " + sb.Length);
        sb.Insert(0, "<<").Insert(5, 99).Insert(sb.Length, ">>").Insert(3, 'z').Insert(4, new[] { 'q', 'r' }).Insert(0, "ab", 2);
        Console.WriteLine(sb.ToString().Replace("\n", "/"));
        sb.Replace("st", "ST").Replace('a', 'A').Replace("nothing", "x").Replace("ine", "", 0, sb.Length).Remove(2, 3);
        Console.WriteLine(sb.ToString().Replace("\n", "/") + sb.ToString(3, 4) + sb[2] + sb.Equals(new StringBuilder(sb.ToString())));
        sb.Length = 5; Console.WriteLine(sb + "|" + sb.Length); sb.Length = 8; Console.WriteLine(sb.ToString().Replace('\0', '0'));
        sb.Clear(); Console.WriteLine(sb.Length + " " + sb + (sb.Capacity > 0));
        try { sb.Append("x").Remove(1, 5); } catch (ArgumentOutOfRangeException e) { Console.WriteLine(e.ParamName); }
        try { sb[5] = 'a'; } catch (ArgumentOutOfRangeException e) { Console.WriteLine(e.ParamName); }
        try { _ = sb[5]; } catch (IndexOutOfRangeException) { Console.WriteLine("range"); }
        try { new StringBuilder(5, 10).Append("12345678901"); } catch (ArgumentOutOfRangeException e) { Console.WriteLine(e.ParamName); }
        try { sb.Insert(9, "a"); } catch (ArgumentOutOfRangeException e) { Console.WriteLine(e.ParamName); }
        var big = new StringBuilder(); string model = ""; uint r = 12345;
        for (int i = 0; i < 400; i++)
        {
            r = r * 1664525 + 1013904223;
            int op = (int)(r >> 24) % 7, pos = model.Length == 0 ? 0 : (int)((r >> 8) % (uint)(model.Length + 1));
            string t = new string((char)('a' + i % 26), (int)(r >> 28) * 3 + 1);
            switch (op) { case 0: case 1: big.Append(t); model += t; break; case 2: case 3: big.Insert(pos, t); model = model.Insert(pos,
                t); break; case 4: int n = Math.Min(model.Length - pos, t.Length); big.Remove(pos, n); model = model.Remove(pos,
                n); break; case 5: big.Replace(t[..1], "AB"); model = model.Replace(t[..1], "AB"); break; case 6: if (pos < model.Length)
            {
                big[pos] = '_'; model = model[..pos] + "_" + model[(pos + 1)..];
            }
            break; }
            if (model.Length > 6000) { big.Length = 1000; model = model[..1000]; }
            if (i % 50 == 0 && big.ToString() != model) Console.WriteLine("differs at " + i);
        }
        Console.WriteLine((big.ToString() == model) + " " + model.Length + " " + big.Equals(model.AsSpan())); int sum = 0, chunks = 0;
        foreach (ReadOnlyMemory<char> m in big.GetChunks()) { chunks++; foreach (char c in m.Span) sum = sum * 31 + c; }
        Console.WriteLine(sum + " " + (chunks > 0)); sum = 0; for (int i = 0; i < big.Length; i += 7) sum += big[i];
        Console.WriteLine(sum); char[] dest = new char[20]; big.CopyTo(5, dest, 2, 10);
        Console.WriteLine(new string(dest).Replace('\0', '.')); var sw = new System.IO.StringWriter(); sw.Write(5);
        sw.WriteLine("x{0}", 1); sw.Write('c'); var sr = new System.IO.StringReader(sw.ToString());
        Console.WriteLine(sr.ReadLine() + "|" + sr.ReadToEnd() + sr.Peek() + sw.GetStringBuilder().Length);
    }
}
