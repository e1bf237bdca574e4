// Immutable list, dictionary, array, queue, stack and builders; ConcurrentDictionary, ConcurrentQueue, ConcurrentBag, BlockingCollection used by one thread.
using System;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

class P
{
    static void Main()
    {
        var l = ImmutableList.Create(1, 2, 3); var l2 = l.Add(4).Insert(1, 9).Remove(2).SetItem(0, 7);
        Console.WriteLine(string.Join(",", l) + " " + string.Join(",", l2) + l2.IndexOf(9) + l2[2] + l2.Count); var b = l.ToBuilder();
        for (int i = 0; i < 200; i++) b.Insert(i % (b.Count + 1), i); var l3 = b.ToImmutable();
        Console.WriteLine(l3.Count + " " + l3.Sum() + " " + string.Join(",", l3.Take(8)) + l3.Sort().First() + l3.Reverse()[0]
            + l3.RemoveAll(x => x > 5).Count + l3.GetRange(3, 2).Count);
        var d = ImmutableDictionary<string, int>.Empty.Add("a", 1).SetItem("b", 2).SetItem("a", 3);
        Console.WriteLine(d.Count + "" + d["a"] + d.ContainsKey("z") + d.Remove("a").Count + d.GetValueOrDefault("q", 5));
        try { d.Add("a", 9); } catch (ArgumentException e) { Console.WriteLine(e.Message); }
        var sd = Enumerable.Range(0, 100).ToImmutableSortedDictionary(i => i * 37 % 100, i => i);
        Console.WriteLine(sd.First() + "" + sd.Last() + sd[5] + string.Join(",", sd.Keys.Take(4))); var a = ImmutableArray.Create(1, 2, 3);
        var a2 = a.Add(4).RemoveAt(0).Replace(3, 33);
        Console.WriteLine(string.Join(",", a2) + a.Length + a2[1] + default(ImmutableArray<int>).IsDefault + a.Equals(a.Add(1).RemoveAt(3)) + a.AsSpan()[1]);
        var ab = ImmutableArray.CreateBuilder<string>(2); ab.Add("x"); ab.Add("y"); Console.WriteLine(ab.MoveToImmutable().Length);
        var q = ImmutableQueue.Create(1, 2).Enqueue(3).Dequeue(out int dq); var s = ImmutableStack.Create(1).Push(2).Push(3).Pop();
        Console.WriteLine(dq + string.Join("", q) + string.Join("", s) + s.Peek());
        var fd = new Dictionary<string, int> { ["one"] = 1, ["two"] = 2, ["three"] = 3 }.ToFrozenDictionary();
        Console.WriteLine(fd["two"] + "" + fd.ContainsKey("four") + fd.Count + fd.Values.Sum());
        var fid = Enumerable.Range(0, 300).ToFrozenDictionary(i => i * 3, i => "v" + i);
        Console.WriteLine(fid[297] + fid.ContainsKey(298));
        var foi = new[] { "Key" }.ToFrozenDictionary(x => x, x => 1, StringComparer.OrdinalIgnoreCase); Console.WriteLine(foi["KEY"]);
        var cd = new ConcurrentDictionary<string, int>(); for (int i = 0; i < 100; i++) cd.AddOrUpdate("k" + i % 7, 1, (k, v) => v + i);
        Console.WriteLine(cd.Count + " " + cd.Values.Sum() + cd.GetOrAdd("new", k => k.Length) + cd.TryRemove("k1", out int rem) + rem
            + cd.TryUpdate("k2", 5, -1) + cd.TryAdd("k2", 1) + string.Join(",", cd.Keys.Order()));
        var cq = new ConcurrentQueue<int>(Enumerable.Range(0, 100));
        for (int i = 0; i < 50; i++) { cq.TryDequeue(out int v); cq.Enqueue(v * 2); }
        Console.WriteLine(cq.Count + " " + cq.Sum() + cq.TryPeek(out int pk) + pk); var cs = new ConcurrentStack<int>();
        cs.PushRange(new[] { 1, 2, 3 }); cs.TryPop(out int tp); Console.WriteLine(tp + "" + cs.Count);
        var bag = new ConcurrentBag<int> { 1, 2, 3 }; bag.TryTake(out _); Console.WriteLine(bag.Count);
        var bc = new BlockingCollection<int>(5); bc.Add(1); bc.Add(2); bc.CompleteAdding();
        Console.WriteLine(string.Join(",", bc.GetConsumingEnumerable()) + bc.IsCompleted);
        try { bc.Add(3); } catch (InvalidOperationException) { Console.WriteLine("completed"); }
    }
}
