// Collections and caches: LRU cache, priority queue simulation, sorted and linked collections, BitArray, weak references, Lazy, pools, memory, frozen and immutable collections.
using System;
using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Collections.Specialized;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;

sealed class Lru<K, V>(int capacity, Func<K, V> make) : IEnumerable<KeyValuePair<K, V>> where K : notnull
{
    readonly Dictionary<K, LinkedListNode<(K Key, V Value)>> map = new();
    readonly LinkedList<(K Key, V Value)> order = new();
    public int Hits, Misses;
    public V this[K key]
    {
        get
        {
            if (map.TryGetValue(key, out var node)) { Hits++; order.Remove(node); order.AddFirst(node); return node.Value.Value; }
            Misses++;
            if (map.Count == capacity) { map.Remove(order.Last!.Value.Key); order.RemoveLast(); }
            map[key] = order.AddFirst((key, make(key)));
            return order.First!.Value.Value;
        }
    }
    public IEnumerator<KeyValuePair<K, V>> GetEnumerator() { foreach (var (k, v) in order) yield return new(k, v); }
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
sealed class Simulation
{
    readonly PriorityQueue<Action<double>, (double Time, int Order)> events = new();
    int order; public double Now; public readonly List<string> Log = new();
    public void At(double delay, Action<double> what) => events.Enqueue(what, (Now + delay, order++));
    public void Run(double until) { while (events.TryDequeue(out var e, out var p) && p.Time <= until) { Now = p.Time; e(Now); } }
}
readonly struct ByLength : IComparer<string>, IEqualityComparer<string>
{
    public int Compare(string? a, string? b) => a!.Length != b!.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b);
    public bool Equals(string? a, string? b) => a?.Length == b?.Length;
    public int GetHashCode(string s) => s.Length;
}
sealed class Shop : KeyedCollection<int, string> { protected override int GetKeyForItem(string item) => item.Length; }
[InlineArray(5)] struct Five<T> { T first; }
static class Program
{
    static string J<T>(IEnumerable<T> xs) => string.Join(",", xs);
    static void Main()
    {
        var lru = new Lru<string, int>(3, k => k.Length * 100);
        foreach (var k in "a bb a ccc dddd a bb bb ccc a".Split(' ')) Console.Write(lru[k] + " ");
        Console.WriteLine($"{lru.Hits}/{lru.Misses} {J(lru)}");

        var sim = new Simulation(); var rnd = new Random(7); int waiting = 0, served = 0;
        void Arrive(double t) { waiting++; if (t < 50) sim.At(rnd.NextDouble() * 4, Arrive); if (waiting == 1) sim.At(1.5, Serve); }
        void Serve(double t) { waiting--; served++; if (served % 5 == 0) sim.Log.Add($"{t:F3}:{waiting}"); if (waiting > 0) sim.At(rnd.NextDouble() * 3, Serve); }
        sim.At(0, Arrive); sim.Run(100);
        Console.WriteLine($"{served} {J(sim.Log)}");

        var sd = new SortedDictionary<string, int>(new ByLength()); var sl = new SortedList<int, string>(); var ss = new SortedSet<string>(new ByLength());
        foreach (var (i, w) in "the quick brown fox jumps over the lazy dog again".Split(' ').Index()) { sd[w] = i; sl[w.Length * 10 + i] = w; ss.Add(w); }
        Console.WriteLine(J(sd) + J(sl.Keys) + sl.IndexOfKey(54) + J(ss.GetViewBetween("aaaa", "zzzz")) + ss.Min + ss.Max + J(ss.Reverse()));
        Console.WriteLine(J(new HashSet<string>(ss, new ByLength())) + new HashSet<int> { 1, 2 }.IsProperSubsetOf(new[] { 1, 2, 3 }));
        var bits = new BitArray(70); for (int i = 0; i < 70; i += 3) bits[i] = true; bits.Not().RightShift(2).Xor(new BitArray(70, true));
        Console.WriteLine(string.Concat(bits.Cast<bool>().Select(b => b ? '1' : '0')) + bits.HasAnySet());
        var q = new Queue<int>(Enumerable.Range(0, 5)); q.Enqueue(q.Dequeue()); var st = new Stack<int>(q); Console.WriteLine(J(q) + ":" + J(st) + q.Contains(3) + st.Peek());
        var im = ImmutableList.Create(3, 1, 2); var im2 = im.Add(9).Sort().Insert(1, 7).RemoveAt(0); var id = ImmutableSortedDictionary<string, int>.Empty.Add("z", 1).SetItem("a", 2).Remove("q");
        Console.WriteLine(J(im) + ";" + J(im2) + ";" + J(id) + ImmutableHashSet.Create(1, 2, 2).Count + J(ImmutableStack.Create(1, 2, 3)) + J(ImmutableQueue.Create("x", "y").Enqueue("z")) + ImmutableArray.Create(1, 2, 3).BinarySearch(2));
        var fd = sd.ToFrozenDictionary(); var fs = new[] { 5, 6, 7 }.ToFrozenSet(); Console.WriteLine(fd["fox"] + " " + fd.Count + fs.Contains(6) + fd.ContainsKey("cat") + J(fd.Keys.Order(StringComparer.Ordinal)));
        var oc = new ObservableCollection<int>(); oc.CollectionChanged += (_, e) => Console.Write($"{e.Action}{e.NewStartingIndex}{(e.NewItems is null ? "" : J(e.NewItems.Cast<int>()))} "); oc.Add(1); oc.Insert(0, 5); oc.Move(0, 1); oc[0] = 8; oc.Clear(); Console.WriteLine();
        var shop = new Shop { "a", "bbb" }; Console.WriteLine(shop[3] + shop.Contains(2)); try { shop.Add("ccc"); } catch (ArgumentException e) { Console.WriteLine(e.Message); }
        var ht = new Hashtable { ["k"] = 1, [2] = "v" }; Console.WriteLine(ht["k"] + "" + ht[2] + ht.Count + new ArrayList { 1, "a", null }.IndexOf("a") + new NameValueCollection { { "a", "1" }, { "a", "2" } }["a"] + new OrderedDictionary { ["x"] = 1 }[0]);
        var cd = new ConcurrentDictionary<int, int>(); for (int i = 0; i < 100; i++) cd.AddOrUpdate(i % 10, 1, (_, v) => v + i); Console.WriteLine(J(cd.OrderBy(p => p.Key).Select(p => p.Value)));
        using (var bc = new BlockingCollection<int>(4)) { var t = new Thread(() => { for (int i = 0; i < 20; i++) bc.Add(i); bc.CompleteAdding(); }); t.Start(); Console.WriteLine(bc.GetConsumingEnumerable().Sum()); t.Join(); }

        int[] a = { 5, 3, 9, 1, 7, 3 }; var keys = (int[])a.Clone(); var items = "abcdef".ToCharArray(); Array.Sort(keys, items); Console.WriteLine(J(keys) + new string(items) + Array.BinarySearch(keys, 7) + J(a.OrderDescending()) + Array.FindIndex(a, x => x > 5));
        Array.Sort(a, 1, 4); Array.Reverse(a, 0, 3); Array.Resize(ref a, 8); Array.Fill(a, -1, 6, 2); Console.WriteLine(J(a)); Comparison<int> odd = (x, y) => (x & 1, x).CompareTo((y & 1, y)); a.AsSpan().Sort(odd); Console.WriteLine(J(a));
        var l = new List<string> { "b", "a", "c" }; l.Sort((x, y) => -string.CompareOrdinal(x, y)); l.AddRange(["q", .. l]); l.RemoveAll(s => s == "a"); Console.WriteLine(J(l) + l.BinarySearch("zz") + J(l.ConvertAll(s => s[0] + 1)) + J(l.GetRange(1, 2)));
        try { foreach (var s in l) l.Add(s); } catch (InvalidOperationException e) { Console.WriteLine(e.Message); }
        CollectionsMarshal.AsSpan(l)[0] = "changed"; ref int slot = ref CollectionsMarshal.GetValueRefOrAddDefault(new Dictionary<string, int>(), "n", out bool had); slot += 5; Console.WriteLine(l[0] + had + slot);

        byte[] rented = ArrayPool<byte>.Shared.Rent(100); Memory<byte> mem = rented.AsMemory(0, 100); mem.Span.Fill(7); MemoryMarshal.Cast<byte, int>(mem.Span)[1] = 0x01020304; Console.WriteLine(rented.Length + " " + J(mem.Slice(2, 8).ToArray()) + mem.Span.IndexOf((byte)3) + mem.Span.SequenceEqual(new byte[100])); ArrayPool<byte>.Shared.Return(rented);
        using (var owner = MemoryPool<char>.Shared.Rent(10)) { "pooled".AsSpan().CopyTo(owner.Memory.Span); Console.WriteLine(owner.Memory[..6].ToString()); }
        var five = new Five<string>(); five[4] = "end"; Span<string> fs5 = five; Console.WriteLine(fs5.Length + fs5[4]); foreach (Range r in "a;b;;c".AsSpan().Split(';')) Console.Write(r + " "); Console.WriteLine(); 
        var seq = new ReadOnlySequence<byte>(new byte[] { 1, 2, 0, 0, 0, 9 }); var sr = new SequenceReader<byte>(seq); sr.TryRead(out byte b0); sr.TryReadBigEndian(out int be); Console.WriteLine($"{b0} {be} {sr.Remaining}");
        var lazy = new Lazy<string>(() => { Console.Write("made "); return "lazy"; }); Console.WriteLine(lazy.IsValueCreated + lazy.Value + lazy.Value + lazy.IsValueCreated);
        var weak = new WeakReference<object>(lazy); var table = new ConditionalWeakTable<object, string>(); table.Add(lazy, "attached"); Console.WriteLine(weak.TryGetTarget(out var target) + table.GetOrCreateValue2(lazy) + ReferenceEquals(target, lazy)); GC.KeepAlive(lazy);
        var tl = new ThreadLocal<int>(() => Environment.CurrentManagedThreadId, true); Console.WriteLine(tl.Value == Environment.CurrentManagedThreadId);
        IStructuralEquatable se = new[] { 1, 2 }; Console.WriteLine(se.Equals(new[] { 1, 2 }, StructuralComparisons.StructuralEqualityComparer) + " " + ((IStructuralComparable)Tuple.Create(1, "b")).CompareTo(Tuple.Create(1, "c"), Comparer<object>.Default) + (1, 2).CompareTo((1, 3)) + (1, "a", 2.0, 'c', 5L, 6, 7, 8, 9));
        var m3 = new int[2, 3, 2]; int n3 = 0; for (int i = 0; i < 2; i++) for (int j = 0; j < 3; j++) for (int k = 0; k < 2; k++) m3[i, j, k] = n3++; Console.WriteLine(J(m3.Cast<int>()) + m3.GetLength(1) + m3.Rank + m3[1, 2, 1]);
    }
    static string GetOrCreateValue2(this ConditionalWeakTable<object, string> t, object k) => t.TryGetValue(k, out var v) ? v : "none";
}
