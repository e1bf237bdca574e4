// StringBuilder: Append, Insert, Remove, Replace, indexer, growth over chunks.
using System;
using System.Text;

class P
{
    static void Main()
    {
        var sb = new StringBuilder();
        for (int i = 0; i < 10; i++) sb.Append(i).Append(',');
        sb.Length--;
        Console.WriteLine(sb + " " + sb.Length);
        sb.Insert(0, "<").Append('>').Replace(",", ", ").Remove(1, 3);
        Console.WriteLine(sb.ToString());
        sb[0] = '[';
        sb.Clear().AppendLine("line").AppendFormat("{0:X2}-{1}", 10, "x").Append('y', 3).Append(1.5).Append(true).Append((object)null);
        Console.WriteLine(sb);
        var big = new StringBuilder();
        for (int i = 0; i < 5000; i++) big.Append("chunk").Append(i);
        string s = big.ToString();
        Console.WriteLine(s.Length + " " + s.Substring(20000, 12) + " " + big[30000]);
        Console.WriteLine(new StringBuilder().AppendJoin("; ", new[] { 1, 2, 3 }).Append($" and {s.Length:N0}"));
    }
}
