// Threads that allocate, share, mutate and collect at the same time: no object is lost, moved wrongly or changed.
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;

class Node { public int V; public Node L, R; public string S; public byte[] Pad; }
struct Slot { public object O; public int Tag; public string S; }

class P
{
    static Node Build(int d, ref uint r)
    {
        r = r * 1664525 + 1013904223; var n = new Node { V = (int)(r >> 16), S = "n" + (r & 0xff), Pad = new byte[(r >> 8) & 63] };
        if (n.Pad.Length > 0) n.Pad[^1] = (byte)n.V; if (d > 0) { n.L = Build(d - 1, ref r); n.R = Build(d - 1, ref r); } return n;
    }
    static long Sum(Node n) => n == null ? 0 : n.V + n.S.Length * 3 + (n.Pad.Length > 0 ? n.Pad[^1] : 0) + Sum(n.L) * 2 + Sum(n.R) * 5;
    static long Work(int id)
    {
        uint r = (uint)id * 7919 + 1; long h = 0; var keep = new List<Node>(); var slots = new Slot[64];
        var dict = new Dictionary<string, Node>();
        for (int i = 0; i < 60; i++)
        {
            Node n = Build(5, ref r); h = h * 31 + Sum(n); if (i % 3 == 0) keep.Add(n);
            slots[i % 64] = new Slot { O = i % 2 == 0 ? n : i, Tag = i, S = n.S }; dict[n.S + i] = n.L;
            if (keep.Count > 8) keep.RemoveAt((int)(r >> 28) % keep.Count); if (i % 20 == id % 20) GC.Collect(i % 3);
            foreach (Slot s in slots) if (s.O is Node m) h ^= m.V + s.Tag; else if (s.O is int k) h += k;
        }
        foreach (Node n in keep) h = h * 17 + Sum(n); foreach (var kv in dict) h += kv.Key.Length + Sum(kv.Value) % 1000; return h;
    }
    static long[] All(int threads, Func<int, long> f)
    {
        var res = new long[threads]; var ts = new Thread[threads];
        for (int i = 0; i < threads; i++) { int k = i; ts[i] = new Thread(() => res[k] = f(k)); ts[i].Start(); }
        foreach (Thread t in ts) t.Join(); return res;
    }

    static void Main()
    {
        long[] once = new long[4]; for (int i = 0; i < 4; i++) once[i] = Work(i); long[] par = All(4, Work);
        for (int i = 0; i < 4; i++) Console.Write(once[i] + (once[i] == par[i] ? " same; " : " differs " + par[i] + "; "));
        Console.WriteLine(); var shared = new object[256]; long bad = 0;
        All(4, id =>
        {
            uint r = (uint)id + 99;
            for (int i = 0; i < 20000; i++)
            {
                r = r * 1664525 + 1013904223; int at = (int)(r >> 24);
                if ((r & 1) == 0) Volatile.Write(ref shared[at],
                    new Tuple<int, string>(at, "v" + at)); else if (Volatile.Read(ref shared[at]) is Tuple<int, string> t
                    && (t.Item1 != at || t.Item2.Length != 1 + at.ToString().Length)) Interlocked.Increment(ref bad);
                if (i % 5000 == 0) GC.Collect(0);
            }
            return 0;
        });
        Console.WriteLine(bad); var table = new ConditionalWeakTable<object, string>(); var keys = new List<object>();
        for (int i = 0; i < 100; i++) { var k = new object(); keys.Add(k); table.Add(k, "value" + i); } GC.Collect(); int found = 0;
        foreach (object k in keys) if (table.TryGetValue(k, out string v) && v.StartsWith("value")) found++; Console.WriteLine(found);
        Console.WriteLine(string.Join(",", All(3, id =>
        {
            var q = new Queue<string>(); long h = 0;
            for (int i = 0; i < 3000; i++) { q.Enqueue(id + ":" + i); if (q.Count > 50) h += q.Dequeue().Length; } return h + q.Count;
        })));
        var stop = false; var gc = new Thread(() => { while (!Volatile.Read(ref stop)) { GC.Collect(); Thread.Sleep(1); } }); gc.Start();
        var lists = All(3, id =>
        {
            var l = new List<string>();
            for (int i = 0; i < 3000; i++) { l.Add(new string((char)('a' + id), i % 40)); if (l.Count > 500) l.RemoveRange(0, 250); }
            long h = 0; foreach (string s in l) h = h * 3 + s.Length + (s.Length > 0 ? s[^1] : 0); return h;
        });
        Volatile.Write(ref stop, true); gc.Join(); Console.WriteLine(string.Join(",", lists));
    }
}
