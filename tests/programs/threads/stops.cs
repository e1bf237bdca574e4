// Threads that run loops without calls, recursion, native calls, waits, exceptions, static constructors and thread statics while others collect without end.
// unsafe
using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

class Node { public Node Next, Other; public int V; }
struct Two { public Node A; public string B; public object C; }
class Oops : Exception { public object Data2; public Oops(object d) : base("oops") { Data2 = d; } }
static class Init<T> { public static readonly List<T> Items = Make(); static List<T> Make() { var l = new List<T>(); for (int i = 0; i < 200; i++) { l.Add(default); if (i % 50 == 0) { GC.Collect(); Thread.Yield(); } } return l; } }

static class Waiting
{
    public static async Task<int> Keep(int k) { var keep = P.Chain(50 + k); await Task.Delay(2); await Task.Yield(); return P.Length(keep); }
}

unsafe class P
{
    [DllImport("libc")] static extern int usleep(uint us);
    [DllImport("libc")] static extern void qsort(void* at, nint n, nint size, delegate* unmanaged<void*, void*, int> compare);
    [ThreadStatic] static Node t_node; [ThreadStatic] static string t_name; static readonly ThreadLocal<List<string>> s_local = new(() => new List<string> { "first" });
    static volatile bool s_stop; static int s_collections; static Two[] s_shared = new Two[64]; static readonly object s_lock = new();

    [UnmanagedCallersOnly] static int Compare(void* a, void* b) { s_sort = new string('s', *(int*)a & 7); return (*(int*)a).CompareTo(*(int*)b); }
    [ThreadStatic] static string s_sort;
    [MethodImpl(MethodImplOptions.NoInlining)] static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);
    static bool Even(int n) => n == 0 || Odd(n - 1); static bool Odd(int n) => n != 0 && Even(n - 1);
    static int Collatz(long n) { int c = 0; while (n != 1) { n = (n & 1) == 0 ? n >> 1 : 3 * n + 1; c++; } return c; }
    public static int Length(Node n) { int c = 0; while (n != null) { c++; n = n.Next; } return c; }
    public static Node Chain(int n) { Node at = null; for (int i = 0; i < n; i++) at = new Node { Next = at, V = i }; return at; }

    static long Compute(int seed)
    {
        long h = 0;
        for (int i = 0; i < 15; i++)
        {
            h = h * 31 + Fib(15) + Collatz(seed * 1000 + i + 27) + (Even(500 + i) ? 1 : 0); Node c = Chain(300); h += Length(c) + c.V; t_node = c; t_name = "t" + seed; usleep(50);
            if (t_node != c || t_name.Length != 2 || Length(t_node) != 300) return -1; s_local.Value.Add("x" + i); h += s_local.Value.Count;
        }
        return h;
    }
    static long Throwing(int seed)
    {
        long h = 0;
        int Deep(int n, object o) { try { if (n == 0) throw new Oops(new[] { o, new string('e', seed + 1) }); var keep = new int[n]; keep[n - 1] = n; int r = Deep(n - 1, o); return r + keep[n - 1]; } finally { h += new Node { V = n }.V; } }
        for (int i = 0; i < 40; i++)
        {
            var o = new Two { B = "b" + i, A = Chain(3) };
            try { Deep(10, o); }
            catch (Oops e) when (((Two)((object[])e.Data2)[0]).B.Length > 1 && Chain(20).V == 19) { h += Length(((Two)((object[])e.Data2)[0]).A) + ((string)((object[])e.Data2)[1]).Length + e.StackTrace.Length % 1; }
        }
        return h;
    }
    static long Native(int seed)
    {
        long h = 0;
        for (int i = 0; i < 15; i++)
        {
            int[] a = new int[50]; for (int k = 0; k < 50; k++) a[k] = (k * 37 + seed) % 50; var s = "text" + i;
            fixed (int* p = a) fixed (char* c = s) { qsort(p, 50, 4, &Compare); usleep(20); h = h * 3 + p[0] + p[49] + c[3]; }
            for (int k = 1; k < 50; k++) if (a[k - 1] > a[k]) return -2; h += s_sort.Length;
            var handle = GCHandle.Alloc(new byte[] { 1, 2, 3 }, GCHandleType.Pinned); byte* b = (byte*)handle.AddrOfPinnedObject(); new Node(); usleep(10); h += b[2]; handle.Free();
        }
        return h;
    }
    // Structs of references copied while others overwrite them: each half is some valid object.
    static long Structs(int seed)
    {
        long bad = 0;
        for (int i = 0; i < 3000; i++)
        {
            int at = (i * 7 + seed) & 63; string text = "v" + (i & 7);
            if ((i + seed) % 3 == 0) lock (s_lock) s_shared[at] = new Two { A = new Node { V = 7 }, B = text, C = new object[] { text } };
            else { Two t = s_shared[at]; s_shared[(at + 1) & 63] = t; if (t.A != null && t.A.V != 7 || t.B != null && t.B.Length != 2 || t.C != null && ((object[])t.C)[0] is not string) bad++; }
        }
        return bad;
    }
    static long Pools(int seed)
    {
        long h = 0;
        for (int i = 0; i < 200; i++)
        {
            byte[] b = ArrayPool<byte>.Shared.Rent(100 + i); string[] s = ArrayPool<string>.Shared.Rent(10); b[i] = 5; s[3] = "p" + i; if (i % 20 == 0) Thread.Yield();
            h += b[i] + s[3].Length; ArrayPool<string>.Shared.Return(s, true); ArrayPool<byte>.Shared.Return(b);
        }
        return h;
    }

    static void Main()
    {
        var collector = new Thread(() => { while (!s_stop) { GC.Collect(s_collections % 3); s_collections++; Thread.Sleep(1); } }) { IsBackground = true }; collector.Start();
        Func<int, long>[] work = { Compute, Throwing, Native, Structs, Pools }; var results = new long[10]; var threads = new Thread[10];
        for (int i = 0; i < 10; i++) { int k = i; threads[i] = new Thread(() => { for (int r = 0; r < 2; r++) results[k] = work[k % 5](k % 5) + (k % 5 == 0 ? -s_local.Value.Count : 0); }); threads[i].Start(); }
        foreach (Thread t in threads) t.Join();
        for (int i = 0; i < 5; i++) Console.WriteLine(results[i] + " " + (i == 0 || results[i] == results[i + 5]));
        var inits = new Thread[6]; int[] counts = new int[6];
        for (int i = 0; i < 6; i++) { int k = i; inits[i] = new Thread(() => counts[k] = (k % 3) switch { 0 => Init<string>.Items.Count, 1 => Init<Node>.Items.Count, _ => Init<Two>.Items.Count }); inits[i].Start(); }
        foreach (Thread t in inits) t.Join(); Console.WriteLine(string.Join(",", counts));
        var bag = new ConcurrentDictionary<int, string>(); Parallel.For(0, 300, i => { bag[i % 50] = new string('q', i % 50); if (i % 100 == 0) GC.Collect(); }); int good = 0; foreach (var kv in bag) if (kv.Value.Length == kv.Key) good++; Console.WriteLine(good);
        Task<int>[] tasks = new Task<int>[8]; for (int i = 0; i < 8; i++) { int k = i; tasks[i] = Task.Run(() => Waiting.Keep(k)); }
        int sum = 0; foreach (var t in tasks) sum += t.Result; Console.WriteLine(sum);
        using (var timer = new Timer(_ => Chain(10), null, 0, 1)) { Thread.Sleep(15); }
        // Spinning on memory that another thread writes: the loop must not hold up a collection.
        bool go = false; int spun = 0; var spinner = new Thread(() => { while (!Volatile.Read(ref go)) { } spun = 1; }); spinner.Start(); for (int i = 0; i < 3; i++) GC.Collect(); Volatile.Write(ref go, true); spinner.Join();
        long x = 1; var counter = new Thread(() => { while (!s_stop) x = x * 6364136223846793005 + 1; }); counter.Start(); for (int i = 0; i < 3; i++) { GC.Collect(); Thread.Sleep(1); } s_stop = true; counter.Join(); collector.Join();
        Console.WriteLine(spun + " " + (s_collections > 0) + " " + (x != 0));
    }
}
