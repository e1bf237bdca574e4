// Finalizers run once after the object became unreachable, can bring it back, and obey SuppressFinalize; weak references to dead objects empty; the collector's counters move.
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

class Fin
{
    public static int Count, Suppressed;
    public static readonly List<object> Kept = new();
    public readonly string Name;
    public object Other;
    public Fin(string name) { Name = name; }
    ~Fin()
    {
        if (Name == "suppressed") Suppressed++;
        Count++;
        if (Name == "kept") lock (Kept) Kept.Add(this);
    }
}

class Derived : Fin
{
    public static int Order;
    public Derived() : base("derived") { Other = new Fin("child"); }
    ~Derived() { Order = Order * 10 + 1; }
}

class P
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    static WeakReference[] Make(int n)
    {
        var weak = new WeakReference[n];
        for (int i = 0; i < n; i++) weak[i] = new WeakReference(new Fin(i == n / 2 ? "kept" : "f" + i) { Other = new byte[100] });
        var s = new Fin("suppressed");
        GC.SuppressFinalize(s);
        for (int i = 0; i < 10; i++) new Derived();
        return weak;
    }

    [MethodImpl(MethodImplOptions.NoInlining)] static int Deep(int n) => n == 0 ? 0 : Deep(n - 1) + 1;

    static void Main()
    {
        WeakReference[] weak = Make(200);
        Deep(100);
        for (int i = 0; i < 20 && (Fin.Count < 150 || Derived.Order == 0); i++) { GC.Collect(); GC.WaitForPendingFinalizers(); }
        GC.Collect();
        int alive = 0;
        foreach (WeakReference w in weak) if (w.IsAlive) alive++;
        Console.WriteLine((Fin.Count >= 150) + " " + Fin.Suppressed + " " + (alive < 50) + " " + (Derived.Order != 0));
        lock (Fin.Kept) Console.WriteLine(Fin.Kept.Count <= 1 && Fin.Kept.TrueForAll(o => ((Fin)o).Name == "kept"));
        var live = new Fin("live");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Console.WriteLine(live.Name);
        GC.KeepAlive(live);
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        var big = new byte[200000];
        GC.KeepAlive(big);
        Console.WriteLine((GC.GetAllocatedBytesForCurrentThread() - bytes >= 200000) + " " + big.Length);
        Console.WriteLine((GC.CollectionCount(0) > 0) + " " + (GC.GetTotalMemory(true) > 0) + " " + (GC.GetGCMemoryInfo().HeapSizeBytes >= 0));
    }
}
