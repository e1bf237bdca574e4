// Empty structs, deeply nested structs, single-field wrappers, and generic structs over them: sizes, copies, arrays, boxing.
#pragma warning disable CS0649
using System;
using System.Runtime.CompilerServices;

struct E { } struct E2 { public E A, B; } struct W<T> { public T V; public W(T v) { V = v; } } struct Pair<A, B> { public A X; public B Y; }
struct Big { public long A0, A1, A2, A3, A4, A5, A6, A7, A8, A9; public string S; public double D; }
interface IGet { int Get(); } struct One : IGet { public int Get() => 1; }
struct Plus<A, B> : IGet where A : struct, IGet where B : struct, IGet { public int Get() => default(A).Get() + default(B).Get(); }

class P
{
    static T Id<T>(T t) => t;
    static int Get<T>() where T : struct, IGet => default(T).Get();
    [MethodImpl(MethodImplOptions.NoInlining)] static Big Change(Big b, int i) { b.A0 = i; b.A9 += b.A0; b.S += i; b.D /= 2; return b; }
    [MethodImpl(MethodImplOptions.NoInlining)] static ref Big Rec(ref Big b, int n)
    {
        b.A1 += n; if (n == 0) return ref b; Big copy = b; copy.A2++; b = Change(copy, n); return ref Rec(ref b, n - 1);
    }

    static void Main()
    {
        Console.WriteLine($"{Unsafe.SizeOf<E>()} {Unsafe.SizeOf<E2>()} {Unsafe.SizeOf<W<E>>()} {Unsafe.SizeOf<W<W<byte>>>()} {Unsafe.SizeOf<Pair<E, int>>()} {Unsafe.SizeOf<Pair<int, E>>()} {Unsafe.SizeOf<Pair<E, string>>()} {Unsafe.SizeOf<Big>()} {Unsafe.SizeOf<Pair<byte, W<long>>>()}");
        var es = new E[5]; es[2] = Id(new E());
        Console.WriteLine(es.Length + " " + es[2].Equals(new E()) + " " + new E2().Equals(new E2()) + " "
            + (new E().GetHashCode() == es[0].GetHashCode()) + " " + Id(new E2()));
        var w = new W<W<W<string>>>(new W<W<string>>(new W<string>("deep"))); w.V.V.V += "er"; var w2 = Id(w); w2.V.V.V = "no";
        Console.WriteLine(w.V.V.V + " " + w.GetType()); W<W<int>>[] ws = { new W<W<int>>(new W<int>(4)), default }; ws[1] = ws[0];
        ws[1].V.V++; Console.WriteLine(ws[0].V.V + " " + ws[1].V.V);
        Console.WriteLine(Get<Plus<One, Plus<One, Plus<Plus<One, One>, One>>>>()); var b = new Big { A9 = 1, S = "", D = 1024 };
        Rec(ref b, 5).A3 = 3; Console.WriteLine($"{b.A0} {b.A1} {b.A2} {b.A3} {b.A9} {b.S} {b.D}"); object o = b; b.S = "x";
        Console.WriteLine(((Big)o).S + Change((Big)o, 9).S);
        var p = new Pair<E, Pair<string, W<double>>> { Y = new Pair<string, W<double>> { X = "px", Y = new W<double>(2.5) } }; var q = p;
        q.Y.Y.V *= 2; Console.WriteLine(p.Y.Y.V + " " + q.Y.Y.V + " " + q.Y.X);
        Console.WriteLine(p.Equals(q) + " " + p.Equals(Id(p)) + " " + new W<string>("a").Equals(new W<string>("a")) + " "
            + new W<object>(1).Equals(new W<object>(1)));
        W<int>? n = new W<int>(3); n = Id(n); Console.WriteLine(n.Value.V + " " + n.HasValue + " " + Id<W<int>?>(null).HasValue);
        Big[] bs = new Big[3]; bs[1] = b; bs[2] = bs[1]; bs[2].S += "y"; GC.Collect();
        Console.WriteLine(bs[1].S + bs[2].S + (bs[0].S == null)); Func<Big, Big> f = x => { x.A4 = 4; return x; };
        Console.WriteLine(f(b).A4 + b.A4);
    }
}
