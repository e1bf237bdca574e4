// Index shapes for which an optimiser keeps an address outside of the array and drops the array's own, across allocations and collections.
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

class Box { public int V; public int[] Data; public Box Next; }

class P
{
    static object s_sink;
    static int s_n;
    [MethodImpl(MethodImplOptions.NoInlining)] static int Noise(int i)
    {
        s_sink = new byte[24 + (i & 31)];
        if (++s_n % 64 == 0) GC.Collect();
        for (int k = 0; k < 6; k++) s_sink = new int[5] { -1, -1, -1, -1, k };
        return i & 1;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static int[] Fresh(int n) { var a = new int[n]; for (int i = 0; i < n; i++) a[i] = i * 3 + 1; return a; }

    // a[i - j] and a[j - i]: the loop-invariant part lies before or behind the array.
    [MethodImpl(MethodImplOptions.NoInlining)] static long Minus(int j, int n)
    {
        int[] a = Fresh(n); long s = 0;
        for (int i = j; i < j + n; i++) { s = s * 7 + a[i - j]; if ((i & 3) == 0) s += Noise(i); }
        return s;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static long Reverse(int j, int n)
    {
        int[] a = Fresh(n); long s = 0;
        for (int i = 1; i <= n; i++) { s = s * 5 + a[j + n - i - j]; s += Noise(i); }
        return s;
    }
    // The index is known before the calls, another is added after them.
    [MethodImpl(MethodImplOptions.NoInlining)] static long Split(int far, int back)
    {
        int[] a = Fresh(64); long s = 0;
        ref int r = ref MemoryMarshal.GetArrayDataReference(a);
        for (int k = 0; k < 8; k++)
        {
            int x = far + k; s += Noise(k); s = s * 3 + a[x - back]; s += Noise(k + 1); s += a[x - back + 1];
            s += Unsafe.Add(ref r, x - back + 2);
        }
        return s;
    }
    // Two-dimensional indexing over a flat array, with the row's start moved out of the inner loop.
    [MethodImpl(MethodImplOptions.NoInlining)] static long Grid(int w, int h)
    {
        int[] a = Fresh(w * h); long s = 0;
        for (int y = h - 1; y >= 0; y--)
            for (int x = w - 1; x >= 0; x--) { s = s * 3 + a[y * w + x]; if (x == 2) s += Noise(y); }
        return s;
    }
    // Only a field of an object in the loop; its array is reached again and again.
    [MethodImpl(MethodImplOptions.NoInlining)] static long Field(int j)
    {
        var b = new Box { Data = Fresh(40), V = 3 }; long s = 0;
        for (int i = j; i < j + 40; i += 2) { s = s * 3 + b.Data[i - j] * b.V; b.Data = Fresh(40); s += Noise(i); }
        return s;
    }
    // The array changes while an element of the one before is still wanted.
    [MethodImpl(MethodImplOptions.NoInlining)] static long Swap(int j)
    {
        int[] a = Fresh(20), b = Fresh(21); long s = 0;
        for (int i = j; i < j + 20; i++)
        {
            ref int e = ref (i % 3 == 0 ? ref a[i - j] : ref b[i - j + 1]);
            int[] t = a; a = b; b = t; if (i % 5 == 0) b = Fresh(22);
            if (a.Length < 20 || b.Length < 21) { t = a; a = b; b = t; }
            s += Noise(i); e++; s = s * 3 + e; if (b.Length < 21) b = Fresh(21); if (a.Length < 20) a = Fresh(20);
        }
        return s;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static long Unrolled(int n)
    {
        int[] a = Fresh(n), b = Fresh(n); long s = 0; int i = 0;
        for (; i + 4 <= n; i += 4) { s += a[i] + b[n - 1 - i] + a[i + 1] * b[n - 2 - i] + a[i + 2] + a[i + 3]; s ^= Noise(i); }
        for (; i < n; i++) s += a[i];
        return s;
    }
    // Pointers that walk: only an interior address stays, at the end one past the last element.
    [MethodImpl(MethodImplOptions.NoInlining)] static long Walk(int n)
    {
        ref int at = ref MemoryMarshal.GetArrayDataReference(Fresh(n)); ref int end = ref Unsafe.Add(ref at, n); long s = 0;
        while (Unsafe.IsAddressLessThan(ref at, ref end)) { s = s * 3 + at; at = ref Unsafe.Add(ref at, 1); s += Noise((int)s); }
        at = ref Unsafe.Subtract(ref at, 1); s += Noise(1);
        return s + at;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static long Strings(int j)
    {
        string t = new string('q', 30) + j; long s = 0;
        for (int i = j; i < j + t.Length; i++) { s = s * 3 + t[i - j]; s += Noise(i); }
        return s;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static long Longs(long j)
    {
        var a = new long[50]; for (int i = 0; i < 50; i++) a[i] = i * i; long s = 0;
        for (long i = j; i < j + 50; i++) { s = s * 3 + a[i - j]; a[j + 49 - i] ^= s; s += Noise((int)i); }
        return s;
    }

    static void Main()
    {
        for (int round = 0; round < 3; round++)
        {
            Console.WriteLine(Minus(1000000 + round, 60) + " " + Reverse(-500000, 60) + " " + Split(100000, 99990 + round));
            Console.WriteLine(Grid(8, 12) + " " + Field(77777) + " " + Swap(123456) + " " + Unrolled(61));
            Console.WriteLine(Walk(40) + " " + Strings(1 << 20) + " " + Longs(1L << 40));
        }
        GC.KeepAlive(s_sink);
    }
}
