// Dictionary<string, int>: adding, lookup, replacing, removal and enumeration.
using System;
using System.Collections.Generic;

class P
{
    static void Main()
    {
        var d = new Dictionary<string, int>();
        string text = "the quick brown fox jumps over the lazy dog the end";
        foreach (string w in text.Split(' '))
        {
            d.TryGetValue(w, out int n);
            d[w] = n + 1;
        }
        foreach (var kv in d) Console.Write(kv.Key + "=" + kv.Value + " ");
        Console.WriteLine();
        Console.WriteLine(d.Count + " " + d["the"] + " " + d.ContainsKey("cat") + " " + d.Remove("the") + " " + d.Remove("the"));
        for (int i = 0; i < 1000; i++) d["k" + i] = i;
        int sum = 0;
        foreach (int v in d.Values) sum += v;
        Console.WriteLine(sum + " " + d.Count);
        try { Console.WriteLine(d["missing"]); }
        catch (KeyNotFoundException e) { Console.WriteLine(e.Message); }
        try { d.Add("fox", 1); }
        catch (ArgumentException e) { Console.WriteLine(e.Message); }
    }
}
