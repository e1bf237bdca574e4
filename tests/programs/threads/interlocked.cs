// Interlocked and Volatile over all types: results of single operations, lost updates, compare-exchange loops, references, lock-free stack, 128-bit values through locks.
#pragma warning disable CS0649
using System;
using System.Threading;

class Node { public int V; public Node Next; }
class Stack
{
    Node _head; public int Count;
    public void Push(int v)
    {
        var n = new Node { V = v };
        do n.Next = Volatile.Read(ref _head); while (Interlocked.CompareExchange(ref _head, n, n.Next) != n.Next);
        Interlocked.Increment(ref Count);
    }
    public bool Pop(out int v)
    {
        for (; ; )
        {
            Node h = Volatile.Read(ref _head); if (h == null) { v = 0; return false; }
            if (Interlocked.CompareExchange(ref _head, h.Next, h) == h) { v = h.V; Interlocked.Decrement(ref Count); return true; }
        }
    }
}
enum E : byte { A, B, C } struct Pad { public long A; public int B; public string S; }

class P
{
    static int s_i; static long s_l; static uint s_u; static ulong s_ul; static string s_s = "a"; static object s_o;
    static double s_d = 1.5; static float s_f = 2.5f; static nint s_n; static byte s_b = 5; static short s_sh = -1;
    static sbyte s_sb = -128; static ushort s_us = 65535; static char s_c = 'x'; static bool s_t; static E s_e = E.A; static Pad s_p;
    static void Run(int n, Action<int> f)
    {
        var ts = new Thread[n]; for (int i = 0; i < n; i++) { int k = i; ts[i] = new Thread(() => f(k)); ts[i].Start(); }
        foreach (Thread t in ts) t.Join();
    }
    static T Swap<T>(ref T slot, T v) where T : class => Interlocked.Exchange(ref slot, v);
    static T Cas<T>(ref T slot, T v, T c) where T : class => Interlocked.CompareExchange(ref slot, v, c);

    static void Main()
    {
        Console.WriteLine($"{Interlocked.Increment(ref s_i)} {Interlocked.Decrement(ref s_i)} {Interlocked.Add(ref s_i, 10)} {Interlocked.Exchange(ref s_i, 5)} {Interlocked.CompareExchange(ref s_i, 7, 5)} {Interlocked.CompareExchange(ref s_i, 9, 5)} {s_i} {Interlocked.And(ref s_i, 6)} {Interlocked.Or(ref s_i, 8)} {s_i}");
        s_i = int.MaxValue;
        Console.WriteLine($"{Interlocked.Increment(ref s_i)} {Interlocked.Add(ref s_i, -1)} {Interlocked.Increment(ref s_l)} {Interlocked.Add(ref s_l, 1L << 40)} {Interlocked.Exchange(ref s_l, -1)} {Interlocked.CompareExchange(ref s_l, 3, -1)} {Interlocked.Read(ref s_l)} {Interlocked.And(ref s_l, 1)} {Interlocked.Decrement(ref s_u)} {Interlocked.Add(ref s_u, 2)} {Interlocked.Decrement(ref s_ul)} {Interlocked.Or(ref s_ul, 1)} {Interlocked.Exchange(ref s_ul, 4)} {s_ul}");
        Console.WriteLine($"{Interlocked.Exchange(ref s_s, "b")} {Interlocked.CompareExchange(ref s_s, "c", "b")} {Interlocked.CompareExchange(ref s_s, "d", "zz")} {s_s} {Interlocked.CompareExchange(ref s_o, 5, null) == null} {s_o} {Swap(ref s_s, "g")} {Cas(ref s_s, "h", "g")} {s_s} {Interlocked.Exchange(ref s_d, 2.5)} {Interlocked.CompareExchange(ref s_d, 3.5, 2.5)} {s_d} {Interlocked.Exchange(ref s_f, -0f)} {Interlocked.CompareExchange(ref s_f, 1, 0f)} {s_f} {Interlocked.Exchange(ref s_n, 9)} {Interlocked.CompareExchange(ref s_n, 10, 9)} {s_n}");
        Console.WriteLine($"{Interlocked.Exchange(ref s_b, (byte)6)} {Interlocked.CompareExchange(ref s_b, (byte)255, (byte)6)} {s_b} {Interlocked.Exchange(ref s_sh, (short)7)} {Interlocked.CompareExchange(ref s_sh, short.MinValue, (short)7)} {s_sh} {Interlocked.Exchange(ref s_sb, (sbyte)-1)} {s_sb} {Interlocked.CompareExchange(ref s_us, (ushort)1, (ushort)65535)} {s_us} {Interlocked.Exchange(ref s_c, 'y')} {Interlocked.Exchange(ref s_t, true)} {Interlocked.CompareExchange(ref s_t, false, true)} {s_t} {Interlocked.Exchange(ref s_e, E.C)} {Interlocked.CompareExchange(ref s_e, E.B, E.C)} {s_e}");
        s_i = 0; s_l = 0; int cas = 0; double dsum = 0; int bits = 0; byte b8 = 0;
        Run(4, i =>
        {
            for (int k = 0; k < 5000; k++)
            {
                Interlocked.Increment(ref s_i); Interlocked.Add(ref s_l, k); int old;
                do old = cas; while (Interlocked.CompareExchange(ref cas, old + 3, old) != old); double d;
                do d = Volatile.Read(ref dsum); while (Interlocked.CompareExchange(ref dsum, d + 0.5, d) != d);
                if (k % 100 == 0) Interlocked.Or(ref bits, 1 << (k / 100 % 31)); byte o8;
                do o8 = Volatile.Read(ref b8); while (Interlocked.CompareExchange(ref b8, (byte)(o8 + 1), o8) != o8);
            }
        });
        Console.WriteLine($"{s_i} {s_l} {cas} {dsum} {bits:X} {b8}"); var st = new Stack(); long got = 0;
        Run(4, i => { for (int k = 0; k < 2000; k++) { st.Push(k); if (k % 3 == 0 && st.Pop(out int v)) Interlocked.Add(ref got, v); } });
        while (st.Pop(out int v)) got += v; Console.WriteLine(got + " " + st.Count); int[] arr = new int[3]; long[] la = new long[2];
        string[] sa = { "x", null }; Interlocked.Increment(ref arr[1]); Interlocked.Add(ref la[1], 5);
        Console.WriteLine(Interlocked.Exchange(ref sa[1], "y") == null); Console.WriteLine(arr[1] + " " + la[1] + sa[1]);
        Volatile.Write(ref s_b, 9); Volatile.Write(ref s_d, 9.5); Volatile.Write(ref s_s, "vol");
        Console.WriteLine(Volatile.Read(ref s_b) + Volatile.Read(ref s_d) + Volatile.Read(ref s_s)); string msg = null; bool ready = false;
        var reader = new Thread(() => { while (!Volatile.Read(ref ready)) Thread.SpinWait(5); Console.WriteLine(msg); }); reader.Start();
        msg = "published"; Volatile.Write(ref ready, true); reader.Join(); object[] cov = new string[1];
        try { Interlocked.Exchange(ref cov[0], new object()); } catch (ArrayTypeMismatchException) { Console.WriteLine("mismatch"); }
        Interlocked.MemoryBarrier();
        try { Interlocked.Increment(ref ((int[])null)[0]); } catch (NullReferenceException) { Console.WriteLine("null"); }
        Interlocked.Increment(ref s_p.B); Interlocked.Exchange(ref s_p.S, "field"); Console.WriteLine(s_p.B + s_p.S);
    }
}
