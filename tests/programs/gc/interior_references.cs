// Objects that only an address inside of them keeps: refs to elements and fields, spans, ref structs, iterators over them, returned and passed on, while memory is reused.
// unsafe
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

class Cell { public int A = 1; public string S = "cell"; public Pair P; public int Z = 9; }
struct Pair { public object O; public int N; public string T; }
ref struct Window { public ref int First; public Span<string> Names; public ReadOnlySpan<char> Text; public ref Pair Pair; }
[InlineArray(5)] struct Five { public object E; }

class P
{
    static object s_sink; static int s_count;
    [MethodImpl(MethodImplOptions.NoInlining)] static void Churn()
    {
        for (int i = 0; i < 20; i++) s_sink = (i & 3) switch { 0 => new int[8] { -7, -7, -7, -7, -7, -7, -7, -7 }, 1 => new Cell { A = -7, S = "bad", Z = -7 }, 2 => new string('!', 12), _ => new Pair[3] };
        if (++s_count % 10 == 0) { GC.Collect(); GC.WaitForPendingFinalizers(); }
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static ref int Element(int n, int at) { var a = new int[n]; a[at] = 42 + at; return ref a[at]; }
    [MethodImpl(MethodImplOptions.NoInlining)] static ref string FieldOf() => ref new Cell().S;
    [MethodImpl(MethodImplOptions.NoInlining)] static ref Pair Nested() { var c = new Cell(); c.P = new Pair { O = "o" + c.A, N = 5, T = "t" + c.A }; return ref c.P; }
    [MethodImpl(MethodImplOptions.NoInlining)] static Span<int> Fresh(int n) { var a = new int[n]; for (int i = 0; i < n; i++) a[i] = i; return a.AsSpan(); }
    [MethodImpl(MethodImplOptions.NoInlining)] static ReadOnlySpan<char> Chars(int n) => new string('c', n).AsSpan(1);
    [MethodImpl(MethodImplOptions.NoInlining)] static Window Open(int n)
    {
        var names = new string[n]; for (int i = 0; i < n; i++) names[i] = "name" + i;
        return new Window { First = ref Element(n, n - 1), Names = names.AsSpan(n / 2), Text = Chars(n), Pair = ref Nested() };
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static ref int Pass(ref int r) { Churn(); r++; return ref r; }
    static ref T Last<T>(Span<T> s) { Churn(); return ref s[^1]; }
    [MethodImpl(MethodImplOptions.NoInlining)] static int Empty() { Span<int> end = Fresh(4).Slice(4); Churn(); return end.Length; }
    static IEnumerable<int> Lazy(int n) { var a = new int[n]; for (int i = 0; i < n; i++) { a[i] = i * 2; yield return a[i]; Churn(); } }
    [MethodImpl(MethodImplOptions.NoInlining)] static unsafe int Fixed(int n)
    {
        int sum = 0;
        fixed (int* p = new int[n])
        {
            int* before = p - 100, end = p + n;
            for (int i = 0; i < n; i++) { before[100 + i] = i; Churn(); }
            for (int* q = end + 50; q - 50 > p; q--) { sum = sum * 3 + q[-51]; Churn(); }
        }
        fixed (char* c = new string('z', n)) { char* far = c + 10000; Churn(); for (int i = 0; i < n; i++) sum += far[i - 10000]; }
        return sum;
    }
    static object Copy(Five f) { Churn(); Five g = f; Churn(); g[4] = f[0] + "+" + f[1]; return g[4]; }

    static void Main()
    {
        for (int round = 0; round < 4; round++)
        {
            ref int e = ref Element(30, 17); ref string f = ref FieldOf(); ref Pair p = ref Nested(); Churn();
            e += Pass(ref e); f += "!"; p.T += p.O; Churn(); Console.WriteLine(e + f + p.T + p.N);
            Span<int> s = Fresh(50); Span<int> part = s.Slice(10, 20); s = default; Churn(); int sum = 0; foreach (int x in part) { sum += x; Churn(); }
            ref int last = ref Last(Fresh(9)); Churn(); Console.WriteLine(sum + " " + last + " " + Empty());
            Window w = Open(12); Churn(); w.First++; w.Names[0] += w.Text[2]; Churn();
            Console.WriteLine(w.First + w.Names[0] + w.Names[^1] + w.Text.Length + w.Text[^1] + w.Pair.O + w.Pair.T);
            int lazy = 0; foreach (int x in Lazy(20)) lazy = lazy * 3 + x; Console.WriteLine(lazy + " " + Fixed(25));
            Five five = default; for (int i = 0; i < 5; i++) { five[i] = "f" + i + round; Churn(); } Console.WriteLine(Copy(five) + " " + five[4]);
            Memory<byte> m = new byte[100].AsMemory(20, 30); Churn(); m.Span[3] = 7; var h = m.Pin(); Churn();
            unsafe { ((byte*)h.Pointer)[4] = 8; } h.Dispose(); Churn(); Console.WriteLine(m.Span[3] + m.Span[4]);
            Span<object> stack = new object[3]; stack[1] = new[] { 1, 2, 3 }; ref int inner = ref ((int[])stack[1])[1]; stack[1] = null; Churn(); Console.WriteLine(inner);
            ref byte raw = ref MemoryMarshal.GetArrayDataReference(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }); Churn(); Console.WriteLine(Unsafe.As<byte, long>(ref raw));
            object boxed = new Pair { O = "boxed" + round, N = round }; ref Pair unboxed = ref Unsafe.Unbox<Pair>(boxed); boxed = null; Churn(); Console.WriteLine(unboxed.O + "" + unboxed.N);
        }
    }
}
