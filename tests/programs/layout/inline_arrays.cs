// Inline arrays of values and of references: indexing, spans, slices, foreach, nesting, generics, bounds, copies.
using System;
using System.Runtime.CompilerServices;

[InlineArray(5)] struct Ints { int _e; }
[InlineArray(3)] struct Strings { string _e; }
[InlineArray(2)] struct Rows { Ints _e; }
[InlineArray(4)] struct Buf<T> { T _e; }
[InlineArray(3)] struct Pairs { (byte, long) _e; }
class Holder { public byte B; public Strings S; public Ints I; public Buf<object> O; public byte E; }

class P
{
    static int Sum(ReadOnlySpan<int> s) { int r = 0; foreach (int x in s) r += x; return r; }
    static Ints Make(int k) { Ints r = default; for (int i = 0; i < 5; i++) r[i] = i * k; return r; }
    static void Change(ref Ints a, Ints b) { a[0] = 100; b[1] = 100; }
    static string Show<T>(Buf<T> b)
    {
        string s = typeof(T).Name; foreach (T t in b) s += " " + t; return s + " " + Unsafe.SizeOf<Buf<T>>();
    }

    static void Main()
    {
        Ints a = Make(3), b = a; a[^1] = 7; Change(ref a, b);
        Console.WriteLine(Sum(a) + " " + Sum(b) + " " + Sum(a[1..4]) + " " + a[4] + b[^1] + " " + Unsafe.SizeOf<Ints>() + " "
            + Unsafe.SizeOf<Rows>() + " " + Unsafe.SizeOf<Pairs>() + " " + Unsafe.SizeOf<Strings>());
        int bad = 5; try { a[bad] = 1; } catch (IndexOutOfRangeException e) { Console.WriteLine(e.Message); }
        try { Console.WriteLine(a[bad - 6]); } catch (IndexOutOfRangeException) { Console.WriteLine("range"); }
        Strings s = default; s[0] = "a"; s[2] = "c" + s[0]; foreach (string x in s) Console.Write((x ?? "null") + " "); Console.WriteLine();
        Rows r = default; r[1][3] = 5; r[0] = a; r[0][2]++; Rows r2 = r; r2[1] = Make(1);
        Console.WriteLine(Sum(r[0]) + " " + Sum(r[1]) + " " + Sum(r2[1]) + " " + Sum(r2[0]));
        var h = new Holder { B = 1, E = 2 }; h.S[1] = "one"; h.I[4] = 44; h.O[3] = h; h.O[0] = 5; GC.Collect();
        Console.WriteLine(h.S[1] + h.I[4] + ReferenceEquals(h.O[3], h) + h.O[0] + h.B + h.E + (h.S[0] == null));
        Buf<long> bl = default; bl[2] = -1; Buf<string> bs = default; bs[1] = "x"; Buf<(int, string)> bt = default; bt[3] = (3, "t");
        Console.WriteLine(Show(bl)); Console.WriteLine(Show(bs)); Console.WriteLine(Show(bt)); Console.WriteLine(Show(new Buf<byte>()));
        Pairs p = default; p[1] = (9, -9); p[2].Item2 = 8; Console.WriteLine(p[0] + " " + p[1] + " " + p[2]);
        Span<int> span = a; span.Fill(2); span[1..3].Clear(); Console.WriteLine(Sum(a)); object box = a; Ints unboxed = (Ints)box;
        Console.WriteLine(Sum(unboxed));
        var arr = new Ints[3]; arr[2][1] = 6; arr[1] = arr[2]; arr[1][1]++;
        Console.WriteLine(Sum(arr[1]) + " " + Sum(arr[2]) + " " + Sum(arr[0]));
        ref int slot = ref a[3]; slot = 77; Console.WriteLine(a[3]); static void Add(ref Ints x, int i, int n) => x[i] += n;
        Add(ref a, 2, 5);
        Console.WriteLine(Sum(a[2..]));
    }
}
