// GCHandle, WeakReference, ConditionalWeakTable, KeepAlive and pinned arrays: live targets stay reachable and right across collections.
using System;
using System.Collections.Generic;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

class K { public int Id; public K(int i) { Id = i; } }
class P
{
    [MethodImpl(MethodImplOptions.NoInlining)] static int Use(K k) => k.Id;

    static void Main()
    {
        var keys = new K[50]; for (int i = 0; i < 50; i++) keys[i] = new K(i); var weak = new WeakReference<K>[50];
        var weak2 = new WeakReference[50]; var handles = new GCHandle[50]; var table = new ConditionalWeakTable<K, List<string>>();
        for (int i = 0; i < 50; i++)
        {
            weak[i] = new WeakReference<K>(keys[i]); weak2[i] = new WeakReference(keys[i], i % 2 == 0);
            handles[i] = GCHandle.Alloc(keys[i], (GCHandleType)(i % 2 == 0 ? GCHandleType.Normal : GCHandleType.WeakTrackResurrection));
            table.Add(keys[i], new List<string> { "v" + i });
        }
        for (int g = 0; g < 3; g++)
        {
            GC.Collect(g); GC.Collect(); int ok = 0;
            for (int i = 0; i < 50; i++) if (weak[i].TryGetTarget(out K k) && k == keys[i] && weak2[i].Target == k && weak2[i].IsAlive
                && handles[i].Target == k && table.TryGetValue(k, out var l) && l[0] == "v" + i) ok++;
            Console.WriteLine(ok);
        }
        table.GetValue(keys[3], _ => new List<string>()).Add("more"); table.AddOrUpdate(keys[4], new List<string> { "new" });
        Console.WriteLine(table.GetOrCreateValue(keys[3]).Count + table.GetOrCreateValue(keys[4])[0] + table.Remove(keys[5])
            + table.TryGetValue(keys[5], out _));
        try { table.Add(keys[3], null); } catch (ArgumentException e) { Console.WriteLine(e.Message); } weak[0].SetTarget(keys[1]);
        weak2[0].Target = "text"; handles[2].Target = keys[9]; GC.Collect();
        Console.WriteLine((weak[0].TryGetTarget(out K t) ? t.Id : -1) + weak2[0].Target.ToString() + ((K)handles[2].Target).Id);
        foreach (var h in handles) h.Free(); int[] pinned = GC.AllocateArray<int>(100, true); ref int first = ref pinned[0];
        pinned[50] = 5; GC.Collect(); Console.WriteLine(Unsafe.Add(ref first, 50)); byte[] un = GC.AllocateUninitializedArray<byte>(5000);
        un[4999] = 3; Console.WriteLine(un.Length + un[4999]); var dep = new DependentHandle(keys[7], new K(700)); GC.Collect();
        Console.WriteLine(((K)dep.Dependent).Id + Use((K)dep.Target)); dep.Dispose();
        long total = 0;
        for (int i = 0; i < 300; i++)
        {
            var a = new byte[i * 1000]; total += a.Length;
            if (a.Length > 0 && a[^1] != 0) Console.WriteLine("dirty");
        }
        Console.WriteLine(total); GC.KeepAlive(keys);
    }
}
