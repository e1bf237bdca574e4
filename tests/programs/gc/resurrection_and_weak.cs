// Finalizers that resurrect, re-register, allocate and throw away; weak references long and short to what comes back; dependent handles and tables that die with their keys; generations.
// unsafe
using System;
using System.Collections.Generic;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

class Phoenix
{
    public static Phoenix Last; public static int Runs; public int Lives; public readonly object Child = new Child(); public Phoenix Peer;
    public Phoenix(int lives) { Lives = lives; }
    ~Phoenix() { Runs++; if (--Lives > 0) { Last = this; GC.ReRegisterForFinalize(this); } }
}
class Child { public int V = 5; }
class Maker { public static int Made; public static readonly List<byte[]> Kept = new(); ~Maker() { for (int i = 0; i < 200; i++) { var b = new byte[300]; if (i % 50 == 0) lock (Kept) Kept.Add(b); } Made++; } }
class Quiet : IDisposable { public static int Ran; public void Dispose() { GC.SuppressFinalize(this); } ~Quiet() { Ran++; } }
class Ref { public object O; ~Ref() { Seen += O is string s ? s.Length : 0; } public static int Seen; }
class Key { public int Id; }
class Value { public Key Back; public int[] Data = new int[20]; public static int Dead; ~Value() { Dead++; } }
struct Outer { public WeakReference<object> W; public object Strong; }

class P
{
    [MethodImpl(MethodImplOptions.NoInlining)] static void Clean(int n) { Span<long> s = stackalloc long[64]; s.Clear(); if (n > 0) Clean(n - 1); }
    static void Collect() { for (int i = 0; i < 3; i++) { Clean(30); GC.Collect(); GC.WaitForPendingFinalizers(); } }
    [MethodImpl(MethodImplOptions.NoInlining)] static (WeakReference, WeakReference) Rise(int lives)
    {
        var p = new Phoenix(lives); p.Peer = new Phoenix(1) { Peer = p };
        return (new WeakReference(p, false), new WeakReference(p, true));
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static void Forget() { Phoenix.Last = null; }
    [MethodImpl(MethodImplOptions.NoInlining)] static bool LastIs(WeakReference w) => w.Target == Phoenix.Last && ((Child)Phoenix.Last.Child).V == 5;
    [MethodImpl(MethodImplOptions.NoInlining)] static void Litter(int n) { for (int i = 0; i < n; i++) { new Maker(); using (new Quiet()) { } new Ref { O = new string('x', 10) }; } }
    [MethodImpl(MethodImplOptions.NoInlining)] static WeakReference<object>[] Table(ConditionalWeakTable<Key, Value> t, List<Key> keep, int n)
    {
        var weak = new WeakReference<object>[n];
        for (int i = 0; i < n; i++)
        {
            var k = new Key { Id = i }; var v = new Value { Back = k }; t.Add(k, v); weak[i] = new WeakReference<object>(v);
            if (i % 10 == 0) keep.Add(k);
        }
        return weak;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static int Alive(WeakReference<object>[] w) { int n = 0; foreach (var x in w) if (x.TryGetTarget(out _)) n++; return n; }
    [MethodImpl(MethodImplOptions.NoInlining)] static (GCHandle, GCHandle, GCHandle, GCHandle) Handles() =>
        (GCHandle.Alloc(new Key { Id = 1 }, GCHandleType.Weak), GCHandle.Alloc(new Key { Id = 2 }, GCHandleType.WeakTrackResurrection), GCHandle.Alloc(new Key { Id = 3 }), GCHandle.Alloc(new int[] { 4, 5 }, GCHandleType.Pinned));
    [MethodImpl(MethodImplOptions.NoInlining)] static DependentHandle[] Chain(Key first, int n)
    {
        // Each dependent is the next handle's target.
        var h = new DependentHandle[n]; object at = first;
        for (int i = n - 1; i >= 0; i--) { var next = new Key { Id = i }; h[i] = new DependentHandle(at, next); at = next; }
        return h;
    }
    static string Few(int n, int of) => n <= of / 4 ? "few" : n == of ? "all" : "some";

    [MethodImpl(MethodImplOptions.NoInlining)] static bool Grow()
    {
        long total = GC.GetTotalMemory(true); var big = new byte[50][]; for (int i = 0; i < 50; i++) big[i] = new byte[100_000];
        long more = GC.GetTotalMemory(false); GC.KeepAlive(big); return more - total >= 4_000_000;
    }

    static void Main()
    {
        var (shortRef, longRef) = Rise(3);
        for (int i = 0; i < 20 && Phoenix.Last == null; i++) Collect();
        Console.WriteLine((Phoenix.Last != null) + " short " + shortRef.IsAlive + " long " + LastIs(longRef));
        Forget(); for (int i = 0; i < 20 && Phoenix.Runs < 3; i++) Collect();
        Console.WriteLine(Phoenix.Runs >= 3);
        Forget(); for (int i = 0; i < 20 && longRef.IsAlive; i++) { Forget(); Collect(); }
        Console.WriteLine("long " + longRef.IsAlive + " runs " + Phoenix.Runs);
        Litter(100); for (int i = 0; i < 20 && (Maker.Made < 95 || Ref.Seen < 950); i++) Collect();
        Console.WriteLine((Maker.Made >= 95) + " " + Quiet.Ran + " " + (Ref.Seen >= 950)); lock (Maker.Kept) Console.WriteLine(Maker.Kept.TrueForAll(b => b.Length == 300 && b[299] == 0));
        var table = new ConditionalWeakTable<Key, Value>(); var keep = new List<Key>(); var values = Table(table, keep, 200);
        for (int i = 0; i < 20 && (Alive(values) > 40 || Value.Dead < 160); i++) Collect();
        int right = 0; foreach (Key k in keep) if (table.TryGetValue(k, out Value v) && v.Back == k && v.Data.Length == 20) right++;
        Console.WriteLine(right + " of " + keep.Count + " values alive " + (Alive(values) >= 20 && Alive(values) <= 40) + " dead " + (Value.Dead >= 160));
        GC.KeepAlive(keep);
        var (weak, track, strong, pinned) = Handles(); Collect();
        unsafe { Console.WriteLine((weak.Target is null or Key) + " " + (track.Target is null or Key) + " " + ((Key)strong.Target).Id + " " + ((int*)pinned.AddrOfPinnedObject())[1]); }
        weak.Free(); track.Free(); strong.Free(); pinned.Free();
        var first = new Key { Id = 99 }; var chain = Chain(first, 50); Collect(); int linked = 0;
        for (int i = 0; i < 50; i++) if (chain[i].Dependent is Key k && k.Id == i && chain[i].Target != null) linked++;
        Console.WriteLine(linked); GC.KeepAlive(first); first = null; foreach (var h in chain) h.Dispose();
        var o = new object(); int g0 = GC.GetGeneration(o); GC.Collect(); int g1 = GC.GetGeneration(o); GC.Collect(); int g2 = GC.GetGeneration(o); GC.KeepAlive(o);
        Console.WriteLine(g0 <= g1 && g1 <= g2 && g2 == GC.MaxGeneration); int before = GC.CollectionCount(2), young = GC.CollectionCount(0); GC.Collect();
        Console.WriteLine((GC.CollectionCount(2) > before) + " " + (GC.CollectionCount(0) > young) + " " + GC.GetGeneration(new byte[200_000]));
        var list = new List<Outer>(); for (int i = 0; i < 300; i++) { var s = new string((char)('a' + i % 26), 5); list.Add(new Outer { W = new WeakReference<object>(s), Strong = i % 2 == 0 ? s : null }); }
        Collect(); int ok = 0; foreach (Outer x in list) if (x.Strong == null || (x.W.TryGetTarget(out object t) && t == x.Strong)) ok++; Console.WriteLine(ok);
        Console.WriteLine(Grow());
    }
}
