// unsafe
using System;
using System.Runtime.CompilerServices;

// Loops whose indices leave the array at some step: what happened before stays, and nothing happens after.
static unsafe class Program
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Up(int[] a, int[] b, int from, int to, int step)
    {
        for (int i = from; i < to; i += step)
            a[i] = a[i] * 3 + b[i] ^ (a[i] >> 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Down(int[] a, int[] b, int from, int to)
    {
        for (int i = from; i >= to; i--)
            a[i] = a[i + 1] + b[i - 1] * 5;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static long Carried(int[] a, int[] b, int n, long x)
    {
        // What the loop carries keeps it from being made of vectors.
        for (int i = 0; i < n; i++)
        {
            x = (x << 5) - (x >> 3) + a[i] + b[i];
            x ^= a[i] * x;
            s_progress = i;
        }
        return x;
    }

    static int s_progress;

    [MethodImpl(MethodImplOptions.NoInlining)]
    static long Wide(int[] a, long from, long to, long x)
    {
        for (long i = from; i < to; i++)
            x = x * 31 + a[i] + (x >> 7);
        return x;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static long Unsigned(int[] a, uint from, uint to, long x)
    {
        for (uint i = from; i != to; i++)
            x = x * 31 + a[i] + (x >> 7);
        return x;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static long Overflowing(int[] a, int from, int to, int step, long x)
    {
        // The counter wraps around for some arguments.
        int i = from;
        do
        {
            x = x * 31 + a[i] + (x >> 7);
            i = unchecked(i + step);
        } while (i < to);
        return x;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static long Offset(int[] a, int n, int offset, long x)
    {
        for (int i = 0; i < n; i++)
            x = x * 31 + a[unchecked(i + offset)] + a[unchecked(offset - i)] + (x >> 7);
        return x;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Rounds(uint[] k, uint[] w, int n)
    {
        uint a = 1, b = 2, c = 3, d = 4;
        for (int i = 0; i < n; i++)
        {
            uint t = d + ((a & b) ^ (~a & c)) + k[i] + w[i];
            d = c;
            c = b;
            b = a;
            a = (t << 7 | t >> 25) + w[i & 3];
        }
        return (int)(a ^ b ^ c ^ d);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static long Spans(ReadOnlySpan<int> a, Span<int> b, int n, long x)
    {
        for (int i = 0; i < n; i++)
        {
            x = x * 31 + a[i] + (x >> 7);
            b[i] += (int)x;
            s_progress = i;
        }
        return x;
    }

    static string Try(Func<long> f)
    {
        s_progress = -1;
        try
        {
            return f().ToString();
        }
        catch (Exception e)
        {
            return e.GetType().Name + " after " + s_progress;
        }
    }

    static int[] Make(int n, int seed)
    {
        int[] a = new int[n];
        for (int i = 0; i < n; i++)
            a[i] = (i + seed) * 7919 % 1009 - 500;
        return a;
    }

    static long Sum(int[] a)
    {
        long sum = 0;
        foreach (int x in a)
            sum = sum * 17 + x;
        return sum;
    }

    static void Main()
    {
        int[] ends = { int.MinValue, -5, -1, 0, 1, 2, 7, 19, 20, 21, 40, int.MaxValue };
        foreach (int n in new[] { 0, 1, 3, 20 })
        {
            foreach (int m in new[] { 0, 2, 19, 20, 33 })
            {
                int[] a = Make(n, 1), b = Make(m, 2);
                foreach (int to in ends)
                {
                    string line = n + " " + m + " " + to + ":";
                    foreach (int from in new[] { -1, 0, 1, 18 })
                    {
                        foreach (int step in new[] { 1, 2, 7 })
                        {
                            int[] copy = (int[])a.Clone();
                            line += " " + Try(() => { Up(copy, b, from, to, step); return 0; }) + "," + Sum(copy);
                        }
                        int[] other = (int[])a.Clone();
                        line += " " + Try(() => { Down(other, b, to, from); return 0; }) + "," + Sum(other);
                        line += " " + Try(() => Wide(a, from, to, 5)) + " " + Try(() => Unsigned(a, (uint)from, (uint)Math.Min(to, 30), 5));
                    }
                    line += " " + Try(() => Carried(a, b, to, 9)) + " " + Try(() => Offset(a, to, 3, 4)) + " " + Try(() => Offset(a, to, int.MaxValue - 2, 4));
                    line += " " + Try(() => Overflowing(a, 0, to, 1, 3)) + " " + Try(() => Overflowing(a, 2, to, int.MaxValue, 3));
                    line += " " + Try(() => Overflowing(a, 2, to, -1, 3));
                    int[] target = (int[])b.Clone();
                    line += " " + Try(() => Spans(a, target, to, 11)) + "," + Sum(target);
                    uint[] k = Array.ConvertAll(a, x => (uint)x), w = Array.ConvertAll(b, x => (uint)x);
                    line += " " + Try(() => Rounds(k, w, to));
                    Console.WriteLine(line);
                }
            }
        }
        Console.WriteLine(Try(() => Carried(null, Make(3, 3), 2, 1)) + " " + Try(() => Carried(null, null, 0, 1)) + " " + Try(() => Wide(Make(4, 4), 0, 1L << 33, 1)));
        Console.WriteLine(Try(() => Wide(Make(4, 4), (1L << 32) + 1, 1L << 33, 1)) + " " + Try(() => Wide(Make(4, 4), long.MaxValue - 1, long.MaxValue, 1)));
        // Spans over nothing: a null reference is found by the access.
        Console.WriteLine(Try(() => new Span<int>((void*)0, 5)[0]) + " " + Try(() => new Span<int>((void*)0, 5)[4]) + " " + Try(() => new Span<int>((void*)0, 5)[5]));
        Console.WriteLine(Try(() => Spans(new ReadOnlySpan<int>((void*)0, 3), new int[3], 3, 1)) + " " + Try(() => Spans(new int[3], new Span<int>((void*)0, 3), 3, 1)));
        Console.WriteLine(Try(() => default(Span<int>)[0]) + " " + Try(() => Spans(default, default, 1, 1)) + " " + Try(() => Spans(default, default, 0, 1)));
    }
}
