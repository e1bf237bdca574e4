// lock and Monitor: mutual exclusion, re-entrance, Wait and Pulse, TryEnter, timeouts, wrong use, exceptions in locks, locks on many objects, System.Threading.Lock.
using System;
using System.Collections.Generic;
using System.Threading;

class Buffer<T>
{
    readonly Queue<T> _q = new(); readonly int _cap; bool _closed; public Buffer(int cap) { _cap = cap; }
    public void Put(T t) { lock (_q) { while (_q.Count == _cap) Monitor.Wait(_q); _q.Enqueue(t); Monitor.PulseAll(_q); } }
    public bool Take(out T t)
    {
        lock (_q)
        {
            while (_q.Count == 0) { if (_closed) { t = default; return false; } Monitor.Wait(_q); } t = _q.Dequeue(); Monitor.PulseAll(_q);
            return true;
        }
    }
    public void Close() { lock (_q) { _closed = true; Monitor.PulseAll(_q); } }
}
class Account
{
    public int B; public readonly int Id; public Account(int id, int b) { Id = id; B = b; }
    public static void Move(Account a, Account b, int n)
    {
        Account x = a.Id < b.Id ? a : b, y = a.Id < b.Id ? b : a; lock (x) lock (y) { if (a.B >= n) { a.B -= n; b.B += n; } }
    }
}

class P
{
    static int s_n; static readonly object s_lock = new(); static readonly Lock s_new = new();
    static void Run(int n, Action<int> f)
    {
        var ts = new Thread[n]; for (int i = 0; i < n; i++) { int k = i; ts[i] = new Thread(() => f(k)); ts[i].Start(); }
        foreach (Thread t in ts) t.Join();
    }
    static string T(Action a) { try { a(); return "ok "; } catch (Exception e) { return e.GetType().Name + " "; } }
    static int Rec(object o, int d) { lock (o) return d == 0 ? 1 : Rec(o, d - 1) + 1; }

    static void Main()
    {
        Run(4, i => { for (int k = 0; k < 5000; k++) lock (s_lock) s_n++; }); Console.WriteLine(s_n); s_n = 0;
        Run(4, i => { for (int k = 0; k < 5000; k++) lock (s_new) s_n++; }); Console.WriteLine(s_n + " " + s_new.IsHeldByCurrentThread);
        var buf = new Buffer<int>(3); long sum = 0;
        Run(5, i =>
        {
            if (i < 2)
            {
                for (int k = 0; k < 300; k++) buf.Put(k + i * 1000); if (Interlocked.Increment(ref s_n) == 20002) buf.Close();
            }
            else while (buf.Take(out int v)) Interlocked.Add(ref sum, v);
        });
        Console.WriteLine(sum); var acc = new Account[5]; for (int i = 0; i < 5; i++) acc[i] = new Account(i, 100);
        Run(4, i =>
        {
            uint r = (uint)i + 1;
            for (int k = 0; k < 2000; k++)
            {
                r = r * 1664525 + 1013904223; Account.Move(acc[(r >> 8) % 5], acc[(r >> 16) % 5], (int)(r >> 24) % 50);
            }
        });
        int tot = 0; foreach (var a in acc) tot += a.B; Console.WriteLine(tot); object o = new();
        Console.WriteLine(Rec(o, 200) + " " + Monitor.IsEntered(o));
        Console.WriteLine(T(() => Monitor.Exit(o)) + T(() => Monitor.Pulse(o)) + T(() => Monitor.Wait(o, 1)) + T(() => Monitor.Enter(null)) + T(() =>
        {
            bool taken = true; Monitor.Enter(o, ref taken);
        }) + T(() => { lock (o) throw new FormatException(); }) + Monitor.TryEnter(o) + T(() => s_new.Exit()));
        bool other = true; var t1 = new Thread(() => { other = Monitor.TryEnter(o, 2); }); t1.Start(); t1.Join(); Console.WriteLine(other);
        Console.WriteLine(T(() => { Monitor.Exit(o); Monitor.Exit(o); })); string order = ""; int turn = 0; object gate = new();
        Run(3, i =>
        {
            for (int k = 0; k < 4; k++) lock (gate)
            {
                while (turn % 3 != i) Monitor.Wait(gate); order += (char)('a' + i); turn++; Monitor.PulseAll(gate);
            }
        });
        Console.WriteLine(order); lock (o) { Console.WriteLine(Monitor.Wait(o, 1) + " " + Monitor.IsEntered(o)); } int woken = 0;
        bool go = false; var ws = new Thread[3];
        for (int i = 0; i < 3; i++) { ws[i] = new Thread(() => { lock (o) { while (!go) Monitor.Wait(o); woken++; } }); ws[i].Start(); }
        Thread.Sleep(5); lock (o) { go = true; Monitor.PulseAll(o); } foreach (var w in ws) w.Join(); Console.WriteLine(woken);
        int depth = 0;
        lock (o) lock (o)
        {
            var w = new Thread(() => { lock (o) { depth = 7; Monitor.Pulse(o); } }); w.Start(); while (depth == 0) Monitor.Wait(o);
            Console.WriteLine(depth + " " + Monitor.IsEntered(o)); w.Join();
        }
        var many = new object[500]; for (int i = 0; i < many.Length; i++) many[i] = new object(); int hits = 0;
        Run(3, i => { for (int k = 0; k < many.Length; k++) lock (many[(k * 7 + i * 100) % 500]) Interlocked.Increment(ref hits); });
        foreach (object m in many) m.GetHashCode(); Run(2, i => { foreach (object m in many) lock (m) Interlocked.Increment(ref hits); });
        Console.WriteLine(hits);
        using (s_new.EnterScope()) { Console.WriteLine(s_new.IsHeldByCurrentThread + "" + s_new.TryEnter()); s_new.Exit(); }
        lock (typeof(P)) lock ("literal") Console.WriteLine("locked type and string"); int hash = o.GetHashCode(); lock (o) { }
        Console.WriteLine(hash == o.GetHashCode()); var sl = new SpinLock(); int sc = 0;
        Run(3, i => { for (int k = 0; k < 1000; k++) { bool tk = false; try { sl.Enter(ref tk); sc++; } finally { if (tk) sl.Exit(); } } });
        Console.WriteLine(sc);
    }
}
