// Queue, Stack, LinkedList, PriorityQueue, Deque by hand, BitArray, SortedList, SortedDictionary, OrderedDictionary and their failures.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

class P
{
    static string T(Func<object> f)
    {
        try { return f()?.ToString() ?? "null"; } catch (Exception e) { return e.GetType().Name.Replace("Exception", "!"); }
    }

    static void Main()
    {
        var q = new Queue<int>(); var model = new List<int>(); uint r = 3;
        for (int i = 0; i < 1000; i++)
        {
            r = r * 1664525 + 1013904223;
            if ((r >> 20) % 5 < 3) { q.Enqueue(i); model.Add(i); } else if (q.TryDequeue(out int v))
            {
                if (v != model[0]) Console.WriteLine("queue differs"); model.RemoveAt(0);
            }
        }
        Console.WriteLine(q.Count + " " + q.Peek() + q.SequenceEqual(model) + q.Contains(model[5]) + q.ToArray().Length
            + T(() => new Queue<string>().Peek()) + T(() =>
        {
            foreach (int x in q) q.Enqueue(1); return 0;
        }));
        var st = new Stack<string>("a b c".Split(' ')); st.Push("d");
        Console.WriteLine(st.Pop() + st.Peek() + string.Join("", st) + st.TryPeek(out string top) + top + T(() => new Stack<int>().Pop())
            + new Stack<int>(new Stack<int>(new[] { 1, 2, 3 })).Peek());
        var ll = new LinkedList<int>(new[] { 1, 2, 3 }); var node = ll.Find(2); ll.AddBefore(node, 10); ll.AddAfter(node, 20);
        ll.AddFirst(0); ll.AddLast(9); ll.Remove(3); ll.RemoveFirst(); ll.RemoveLast();
        Console.WriteLine(string.Join(",", ll) + ll.First.Value + ll.Last.Previous.Value + ll.Count + node.Next.Value + (node.List == ll)
            + ll.FindLast(20).Value + ll.Contains(3) + T(() =>
        {
            ll.AddAfter(new LinkedListNode<int>(1), 2); return 0;
        }) + T(() => { new LinkedList<int>().RemoveFirst(); return 0; }));
        var pq = new PriorityQueue<string, int>();
        foreach (string w in "the quick brown fox jumps over the lazy dog again".Split(' ')) pq.Enqueue(w, w.Length * 100 + w[0]);
        string o = ""; while (pq.TryDequeue(out string e, out int p)) o += e + p + " "; Console.WriteLine(o + T(() => pq.Peek()));
        var pq2 = new PriorityQueue<int, double>(Enumerable.Range(0, 50).Select(i => (i, Math.Abs(i - 25.3))),
            Comparer<double>.Create((a, b) => b.CompareTo(a)));
        Console.WriteLine(pq2.Dequeue() + "," + pq2.EnqueueDequeue(77, 1000) + "," + pq2.DequeueEnqueue(5, 0) + "," + pq2.Count
            + pq2.Remove(12, out _, out double pr) + pr);
        var sl = new SortedList<string, int>(StringComparer.Ordinal) { ["b"] = 2, ["a"] = 1, ["c"] = 3 }; sl["b"]++; sl.RemoveAt(0);
        Console.WriteLine(string.Join(",", sl) + sl.Keys[0] + sl.Values[1] + sl.IndexOfKey("c") + sl.IndexOfValue(9) + T(() => sl["z"])
            + T(() => { sl.Add("b", 1); return 0; }) + sl.GetKeyAtIndex(1));
        var sd = new SortedDictionary<int, string>(Comparer<int>.Create((a, b) => b - a));
        for (int i = 0; i < 20; i++) sd[i * 7 % 20] = "v" + i; for (int i = 0; i < 20; i += 3) sd.Remove(i);
        Console.WriteLine(string.Join(",", sd.Select(k => k.Key + k.Value)) + sd.First().Key + sd.ContainsValue("v5") + sd.Keys.Last() + T(() => sd[0]));
        var od = new OrderedDictionary<string, int> { ["z"] = 1, ["y"] = 2 }; od.Insert(1, "m", 9); od.SetAt(0, 5); od["x"] = 3;
        od.Remove("y"); Console.WriteLine(string.Join(",", od) + od.IndexOf("m") + od.GetAt(2)); var ba = new BitArray(70);
        for (int i = 0; i < 70; i += 7) ba[i] = true; var bb = new BitArray(70, true); bb[0] = false;
        Console.WriteLine(ba.Cast<bool>().Count(x => x) + " " + new BitArray(ba).And(bb).Cast<bool>().Count(x => x) + " "
            + new BitArray(ba).Xor(bb).Cast<bool>().Count(x => x) + " " + ((BitArray)ba.Clone()).Not().Cast<bool>().Count(x => x)
            + ba.Get(63) + ba.HasAnySet() + new BitArray(new byte[] { 5 })[2] + new BitArray(new[] { 1 << 20 }).LeftShift(3)[23]
            + T(() => ba[70]));
        var al = new ArrayList { 1, "a", 2.5, null }; al.Insert(1, 'c'); al.Remove("a");
        Console.WriteLine(al.Count + "" + al[1] + al.IndexOf(2.5) + al.Contains(null) + T(() => { al.Sort(); return 0; }) + string.Join("|", al.ToArray()));
        var ht = new Hashtable { ["k"] = 1, [2] = "two" }; ht["k"] = 5;
        Console.WriteLine(ht.Count + "" + ht["k"] + ht[2] + (ht["none"] == null) + ht.ContainsValue(5) + T(() => { ht.Add("k", 1); return 0; }));
        foreach (DictionaryEntry de in new SortedList { ["b"] = 1, ["a"] = 2 }) Console.Write(de.Key + "=" + de.Value + " ");
        Console.WriteLine(); int[] dq = new int[4]; int head = 0, cnt = 0;
        void PushFront(int x) { head = (head + 3) & 3; dq[head] = x; cnt++; } PushFront(1); PushFront(2);
        Console.WriteLine(dq[head] + dq[(head + 1) & 3] + cnt);
    }
}
