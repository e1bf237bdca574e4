// Random graphs of objects mutated between collections: every kind of reference store (fields, arrays, statics, structs in arrays, boxes, closures, by ref, Array.Copy) keeps what it must.
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

class Node
{
    public int Id; public Node A, B; public Node[] Kids; public object Any; public Pair P; public string Name; public Func<int> F;
}
struct Pair { public object X; public int N; public Node Y; } class Big { public byte[] Data = new byte[100_000]; public Node Ref; }

class P
{
    static uint s_r = 77; static int Rnd(int n) { s_r = s_r * 1664525 + 1013904223; return (int)((s_r >> 8) % (uint)n); }
    static Node s_root, s_other; static readonly Node[] s_roots = new Node[20]; static Pair s_pair; [ThreadStatic] static Node s_tls;
    static int s_next;
    static Node New() => new Node { Id = s_next++, Name = "n" + s_next, Kids = new Node[Rnd(4)] };
    static void Set(ref Node slot, Node n) => slot = n; static void SetObj(ref object slot, object o) => slot = o;
    static void Link(Node a, Node b)
    {
        switch (Rnd(14)) { case 0: a.A = b; break; case 1: a.B = b; break; case 2: if (a.Kids.Length > 0) a.Kids[Rnd(a.Kids.Length)] = b; break; case 3: a.Any = b; break; case 4: a.P = new Pair { X = b,
            N = b.Id, Y = a.A }; break; case 5: a.P.Y = b; break; case 6: Set(ref a.A, b); break; case 7:
        {
            int id = b.Id; a.F = () => id + (b.Name.Length > 0 ? 1 : 0); break;
        } case 8: a.Any = new Pair { X = b, N = 3, Y = b }; break; case 9:
        {
            var k = new Node[a.Kids.Length + 1]; Array.Copy(a.Kids, k, a.Kids.Length); k[^1] = b; a.Kids = k.Length > 6 ? k[3..] : k; break;
        } case 10: a.Any = new object[] { b, b.Id, null, new List<Node> { b } }; break;
        case 11: SetObj(ref a.P.X, (object)new KeyValuePair<int, Node>(b.Id, b)); break; case 12: a.Any = new Big { Ref = b }; break;
        case 13:
        {
            Span<Node> sp = a.Kids; if (sp.Length > 1) { sp[1..].CopyTo(sp); sp[^1] = b; } break;
        }
        }
    }
    static long Check(Node root)
    {
        var seen = new HashSet<Node>(); var st = new Stack<Node>(); long h = 0;
        void Go(object o) { if (o is Node n && seen.Add(n)) st.Push(n); } Go(root);
        while (st.Count > 0)
        {
            Node n = st.Pop(); h = h * 31 + n.Id + n.Name.Length; if (n.Name != "n" + (n.Id + 1)) return -1; Go(n.A); Go(n.B); Go(n.P.X);
            Go(n.P.Y); foreach (Node k in n.Kids) Go(k); h += n.F?.Invoke() ?? 0;
            switch (n.Any)
            {
                case Node m: Go(m); break; case Pair p: Go(p.X); Go(p.Y); h += p.N; break;
                case object[] a: Go(a[0]); h += (int)a[1]; Go(((List<Node>)a[3])[0]); break;
                case Big b: h += b.Data.Length + b.Data[500]; Go(b.Ref); break;
            }
            if (n.P.X is KeyValuePair<int, Node> kv) { h += kv.Key; Go(kv.Value); }
        }
        return h * 7 + seen.Count;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static Node Walk(Node n)
    {
        for (int i = 0; i < 20; i++)
        {
            Node m = Rnd(3) switch { 0 => n.A, 1 => n.B, _ => n.Kids.Length > 0 ? n.Kids[Rnd(n.Kids.Length)] : n.P.Y };
            if (m == null) break; n = m;
        }
        return n;
    }

    static void Main()
    {
        s_root = New(); s_other = New(); s_tls = New(); for (int i = 0; i < s_roots.Length; i++) s_roots[i] = New(); var local = New();
        var dict = new Dictionary<int, Node>(); var list = new List<Pair>();
        for (int step = 0; step < 4000; step++)
        {
            Node from = Walk(Rnd(6) switch { 0 => s_root, 1 => s_other, 2 => s_tls, 3 => local, 4 => s_roots[Rnd(20)], _ => s_pair.Y ?? s_root });
            Node to = Rnd(3) == 0 ? Walk(s_roots[Rnd(20)]) : New(); Link(from, to); if (step % 97 == 0) s_roots[Rnd(20)] = New();
            if (step % 131 == 0)
            {
                s_pair = new Pair { X = to, Y = from }; dict[Rnd(50)] = to; list.Add(s_pair); if (list.Count > 10) list.RemoveAt(Rnd(10));
            }
            if (step % 400 == 0) GC.Collect(step / 400 % 3);
            if (step % 1000 == 999) Console.WriteLine(step + " " + Check(s_root) + " " + Check(s_tls) + " " + Check(local) + " " + Check(s_roots[3]));
        }
        GC.Collect(); GC.WaitForPendingFinalizers(); GC.Collect(); long h = 0; foreach (Node n in s_roots) h = h * 3 + Check(n);
        foreach (var kv in dict) h += Check(kv.Value) % 1009; foreach (Pair p in list) h ^= Check(p.Y);
        Console.WriteLine(h + " " + Check(s_other) + " " + Check((Node)s_pair.X)); var chain = New(); Node cur = chain;
        for (int i = 0; i < 200000; i++) cur = cur.A = new Node { Id = i }; GC.Collect(); int len = 0;
        for (Node n = chain; n != null; n = n.A) len++; Console.WriteLine(len); var strings = new List<string>();
        for (int i = 0; i < 20000; i++)
        {
            strings.Add(new string((char)('a' + i % 26), i % 50)); if (strings.Count > 1000) strings.RemoveRange(0, 500);
        }
        int sum = 0; foreach (string s in strings) sum += s.Length > 0 ? s[^1] : 0; Console.WriteLine(sum);
        Console.WriteLine(GC.CollectionCount(0) >= 0 && GC.GetTotalMemory(false) >= 0 && GC.MaxGeneration >= 0);
    }
}
