// Dictionary<K, V> with keys of all kinds, comparers, removal during probing, collisions, growth, enumeration order, views and failures.
using System;
using System.Collections.Generic;
using System.Linq;

class Bad { public int V; public override int GetHashCode() => 1; public override bool Equals(object o) => o is Bad b && b.V == V; }
struct Key : IEquatable<Key>
{
    public int A; public string B; public bool Equals(Key o) => A == o.A && B == o.B;
    public override bool Equals(object o) => o is Key k && Equals(k); public override int GetHashCode() => A % 3;
}
class Len : IEqualityComparer<string>
{
    public bool Equals(string a, string b) => a.Length == b.Length; public int GetHashCode(string s) => s.Length;
}
enum E : byte { A, B, C }

class P
{
    static string T(Func<object> f)
    {
        try { return f()?.ToString() ?? "null"; } catch (Exception e) { return e.GetType().Name.Replace("Exception", "!"); }
    }
    static string Run<K>(Func<int, K> mk)
    {
        var d = new Dictionary<K, int>(); for (int i = 0; i < 500; i++) d[mk(i)] = i; int c0 = d.Count;
        for (int i = 0; i < 500; i += 3) d.Remove(mk(i)); for (int i = 1000; i < 1100; i++) d.TryAdd(mk(i), i); long sum = 0; int hits = 0;
        foreach (var kv in d) sum = sum * 7 + kv.Value; for (int i = 0; i < 1200; i++) if (d.TryGetValue(mk(i), out int v)) hits += v;
        return typeof(K).Name + " " + c0 + " " + d.Count + " " + sum + " " + hits + " " + d.Values.Take(5).Sum() + " " + d.ContainsValue(1001) + "; ";
    }

    static void Main()
    {
        Console.WriteLine(Run(i => i) + Run(i => i * 1024) + Run(i => -i) + Run(i => (long)i << 33) + Run(i => (byte)i) + Run(i => "k" + i)
            + Run(i => (char)i) + Run(i => i / 2.0) + Run(i => (decimal)i) + Run(i => new Bad { V = i % 60 })
            + Run(i => new Key { A = i, B = "b" + i % 7 }) + Run(i => (i, "t" + i)) + Run(i => (i % 10, (i / 10).ToString()))
            + Run(i => (E)(i % 3)) + Run(i => i % 2 == 0) + Run(i => new DateTime(i * 1000L))
            + Run(i => new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)) + Run<object>(i => i % 2 == 0 ? i : "s" + i) + Run<IComparable>(i => i)
            + Run(i => Tuple.Create(i)) + Run(i => (nint)i) + Run<int?>(i => i));
        var d = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["a"] = 1, ["B"] = 2 }; d["A"] += 10; d["c"] = 3;
        Console.WriteLine(string.Join(",", d) + d.ContainsKey("b") + d.GetValueOrDefault("zz", 9) + d.GetValueOrDefault("zz")
            + d.Remove("a", out int rem) + rem + d.Count);
        var len = new Dictionary<string, string>(new Len()) { ["aa"] = "1" }; len["bb"] = "2"; Console.WriteLine(len.Count + len["zz"]);
        Console.WriteLine(T(() => d["none"]) + T(() => { d.Add("b", 1); return 0; }) + T(() => d[null]) + T(() => d.ContainsKey(null)) + T(() =>
        {
            foreach (var x in d) d["new" + d.Count] = 1; return 0;
        }) + T(() => { foreach (var x in d) d[x.Key] = 5; return "set ok"; }) + T(() =>
        {
            foreach (var k in d.Keys) d.Remove(k); return "remove ok";
        }) + T(() => new Dictionary<int, int>(-1)) + T(() => new[] { 1, 1 }.ToDictionary(x => x)));
        for (int i = 0; i < 5; i++) d["k" + i] = i; d.Remove("k1"); d.Remove("k3"); d["new1"] = 1; d["new2"] = 2;
        Console.WriteLine(string.Join(",", d.Keys) + " " + string.Join(",", d.Values) + " " + d.Keys.Contains("K0")
            + ((ICollection<KeyValuePair<string, int>>)d).Contains(new("k0", 0)) + ((IDictionary<string, int>)d).Keys.IsReadOnly);
        var copy = new Dictionary<string, int>(d); copy.Clear();
        Console.WriteLine(copy.Count + "" + d.Count + new Dictionary<string, int>(d, StringComparer.Ordinal).ContainsKey("K0"));
        System.Collections.IDictionary nd = d; nd["x"] = 5;
        Console.WriteLine(nd["x"] + "" + (nd[5] == null) + T(() => nd["x"] = "str") + nd.Contains("X"));
        ref int slot = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(d, "ref", out bool ex); slot += 7;
        Console.WriteLine(d["ref"] + "" + ex); d.EnsureCapacity(1000); d.TrimExcess(); Console.WriteLine(d["ref"]);
        var dd = new Dictionary<int, Dictionary<string, List<int>>>();
        for (int i = 0; i < 30; i++)
        {
            if (!dd.TryGetValue(i % 3, out var inner)) dd[i % 3] = inner = new();
            if (!inner.TryGetValue("v" + i % 2, out var li)) inner["v" + i % 2] = li = new(); li.Add(i);
        }
        Console.WriteLine(string.Join(";", dd.Select(p => p.Key + ":" + string.Join("|", p.Value.Select(q => q.Key + "=" + q.Value.Sum())))));
        var (k1, v1) = dd.First(); Console.WriteLine(k1 + v1.Count);
    }
}
