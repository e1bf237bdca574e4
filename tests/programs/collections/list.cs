// List<T> under random edits against a plain array model, with all its searching, sorting, ranges, copying and version checks.
using System;
using System.Collections.Generic;
using System.Linq;

class Model
{
    int[] _a = new int[0];
    public void Insert(int i, int v)
    {
        var b = new int[_a.Length + 1]; Array.Copy(_a, b, i); b[i] = v; Array.Copy(_a, i, b, i + 1, _a.Length - i); _a = b;
    }
    public void RemoveAt(int i) { var b = new int[_a.Length - 1]; Array.Copy(_a, b, i); Array.Copy(_a, i + 1, b, i, b.Length - i); _a = b; }
    public int[] A => _a; public void Set(int[] a) => _a = a;
}

class P
{
    static string T(Func<object> f)
    {
        try { return f()?.ToString() ?? "null"; } catch (Exception e) { return e.GetType().Name.Replace("Exception", "!"); }
    }

    static void Main()
    {
        var l = new List<int>(); var m = new Model(); uint r = 7;
        for (int step = 0; step < 2000; step++)
        {
            r = r * 1664525 + 1013904223; int v = (int)(r >> 16) % 100, at = l.Count == 0 ? 0 : v % l.Count;
            switch ((r >> 28) % 8) { case 0: case 1: case 2: l.Add(v); m.Insert(m.A.Length, v); break; case 3: l.Insert(at,
                v); m.Insert(at, v); break; case 4: if (l.Count > 0) { l.RemoveAt(at); m.RemoveAt(at); } break; case 5:
            {
                int i = Array.IndexOf(m.A, v); if (l.Remove(v) != i >= 0) Console.WriteLine("remove differs"); if (i >= 0) m.RemoveAt(i);
                break;
            } case 6: if (l.Count > 0)
            {
                l.Reverse(at, l.Count - at); var a = (int[])m.A.Clone(); Array.Reverse(a, at, a.Length - at); m.Set(a);
            }
            break; case 7: if (step % 40 == 0) { l.Sort(); var a = (int[])m.A.Clone(); Array.Sort(a); m.Set(a); } break; }
            if (!l.SequenceEqual(m.A)) { Console.WriteLine("differs at step " + step); return; }
        }
        Console.WriteLine(l.Count + " " + l.Sum() + " " + string.Join(",", l.Take(20)));
        var s = new List<string> { "pear", "apple", "fig", "apple", null, "kiwi" };
        Console.WriteLine(s.IndexOf("apple") + "" + s.LastIndexOf("apple") + s.IndexOf(null) + s.IndexOf("apple", 2)
            + s.FindIndex(x => x?.Length == 3) + s.FindLast(x => x != null && x.Contains('p')) + s.Exists(x => x == null)
            + s.TrueForAll(x => x != "z") + s.FindAll(x => x?[0] == 'a').Count + s.RemoveAll(x => x == null) + s.Count
            + s.GetRange(1, 2).Count + s.BinarySearch("fig", StringComparer.Ordinal) + string.Join(",", s.ConvertAll(x => x.Length)));
        s.Sort(); Console.WriteLine(string.Join(",", s) + s.BinarySearch("fig") + s.BinarySearch("grape"));
        s.InsertRange(1, new[] { "x", "y" }); s.InsertRange(0, s); s.RemoveRange(2, 3); s.AddRange(new HashSet<string> { "q" });
        s.AddRange("span1", "span2"); Console.WriteLine(string.Join(",", s));
        s.Sort((a, b) => b.Length != a.Length ? b.Length - a.Length : string.CompareOrdinal(a, b)); s.Sort(1, 3, StringComparer.Ordinal);
        Console.WriteLine(string.Join(",", s) + string.Join("", s.Slice(1, 2)) + s[^1]); string[] arr = new string[s.Count + 2];
        s.CopyTo(arr, 1); s.CopyTo(0, arr, 0, 1); Console.WriteLine(arr[0] + arr[1] + (arr[^1] == null));
        Console.WriteLine(T(() => s[100]) + T(() => s[-1] = "") + T(() => { s.Insert(99, ""); return 0; })
            + T(() => { s.RemoveAt(99); return 0; }) + T(() => s.GetRange(1, 99)) + T(() =>
        {
            foreach (string x in s) s.Add(x); return 0;
        }) + T(() =>
        {
            foreach (string x in s) s[0] = x; return "set";
        }) + T(() => new List<int>(-1)) + T(() =>
        {
            s.Sort((Comparison<string>)null); return 0;
        }) + T(() => { s.ForEach(x => s.Clear()); return 0; }) + s.Count);
        var ro = l.AsReadOnly(); Console.WriteLine(ro.Count == l.Count);
        Console.WriteLine(T(() => { ((IList<int>)ro).Add(1); return 0; }) + ((ICollection<int>)l).IsReadOnly
            + ((System.Collections.IList)l).Contains("s") + T(() => ((System.Collections.IList)l).Add("s"))
            + new List<int>(5) { Capacity = 10 }.Capacity + l.EnsureCapacity(5).CompareTo(4));
        l.Clear(); l.TrimExcess(); Console.WriteLine(l.Count + "" + l.Capacity);
        var nested = new List<List<(int, string)>> { new() { (1, "a") }, new() }; nested[1].Add((2, "b"));
        Console.WriteLine(nested.SelectMany(x => x).Last()); var structs = new List<(int A, string B)>();
        for (int i = 0; i < 10; i++) structs.Add((i * 7 % 10, "s" + i)); structs.Sort(); Console.WriteLine(string.Join("", structs));
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(structs)[0].B = "changed"; Console.WriteLine(structs[0]);
    }
}
