// Value semantics in awkward places: self-assignment, aliasing by ref, defensive copies, structs in arrays, properties and closures.
using System;
using System.Collections.Generic;

struct S
{
    public int A, B; public string T;
    public S(int a, int b) { A = a; B = b; T = a + "/" + b; }
    public int Inc() => ++A;
    public void Become(S o) { this = o; A++; }
    public static S Swap(in S s) => new S(s.B, s.A);
    public readonly S With(int a) { S c = this; c.A = a; return c; }
    public override string ToString() => $"({A},{B},{T})";
}

class Holder
{
    public S F; public readonly S R = new S(1, 1); public S Prop { get; set; } public static S Stat;
    public static readonly S RStat = new S(2, 2);
    public ref S Ref => ref F; public ref readonly S RRef => ref F;
}

class P
{
    static void Alias(ref S x, ref S y) { x.A = 1; y.A += 10; x.B = y.A; }
    static int InAlias(in S x, ref S y) { y.A = 77; return x.A; }
    static S Build(ref S s) { s.A = 500; return new S(s.A, s.B); }
    static (S, S) Pair(S a) => (a, new S(a.B, a.A));

    static void Main()
    {
        S s = new S(1, 2); s = new S(s.B, s.A); Console.WriteLine(s); s = S.Swap(s); Console.WriteLine(s); s.Become(s);
        Console.WriteLine(s);
        Alias(ref s, ref s); Console.WriteLine(s + " " + InAlias(s, ref s)); s = Build(ref s); Console.WriteLine(s);
        (s.A, s.B) = (s.B, s.A); Console.WriteLine(s);
        var h = new Holder { F = s, Prop = s }; h.F.Inc(); h.R.Inc(); h.Prop.Inc(); h.Ref.Inc(); h.RRef.Inc(); Holder.Stat.Inc();
        Holder.RStat.Inc(); Console.WriteLine($"{h.F} {h.R} {h.Prop} {Holder.Stat} {Holder.RStat}");
        S[] a = { new S(1, 1), new S(2, 2) }; a[0].Inc(); S e = a[1]; e.Inc(); foreach (S x in a) x.Inc(); a[1] = a[0].With(9);
        a[0] = a[1]; a[0].B = 3; Console.WriteLine(a[0] + " " + a[1] + " " + e);
        var list = new List<S> { s }; list[0].Inc(); S l = list[0]; l.Inc(); list[0] = l; Console.WriteLine(list[0]);
        var d = new Dictionary<int, S> { [1] = s }; d[1].Inc(); Console.WriteLine(d[1]);
        S c = new S(1, 1); Action inc = () => c.Inc(); inc(); inc(); S c2 = c; inc(); Console.WriteLine(c + " " + c2); object box = c;
        ((S)box).Inc(); Console.WriteLine(box); IComparable i = 5; object b1 = i, b2 = b1; Console.WriteLine(ReferenceEquals(b1, b2));
        ref S r = ref a[0]; r.A = 42; r = ref a[1]; r.A = 43; S copy = r; copy.A = 0; Console.WriteLine(a[0].A + " " + a[1].A);
        Func<int> bound = c.Inc; Console.WriteLine(bound() + " " + bound() + " " + c.A);
        (S p, S q) = Pair(s); Console.WriteLine(p + " " + q); var t = (X: c, Y: c); t.X.Inc(); var u = t; u.Y.A = -1;
        Console.WriteLine(t.X + " " + t.Y + " " + u.Y); S? n = c; n.Value.Inc(); Console.WriteLine(n); n = n.Value.With(5);
        Console.WriteLine(n.Value.A + " " + n.GetValueOrDefault().Inc());
        S w = default; for (int k = 0; k < 5; k++) { S local = new S(); local.A += k; w.B += local.A; w = k % 2 == 0 ? w.With(k) : w; }
        Console.WriteLine(w); int cond = w.B > 3 ? new S(3, 4).A : w.A; Console.WriteLine(cond); S def = default;
        Console.WriteLine(def.Equals(default(S)) + " " + (def.T ?? "null"));
    }
}
