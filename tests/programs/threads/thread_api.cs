// Thread: start parameters, names, background and state, Join with timeout, Sleep, Interrupt, stack size, exceptions inside, culture, pool threads, exit with background threads.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;

class P
{
    static string T(Action a) { try { a(); return "ok "; } catch (Exception e) { return e.GetType().Name + " "; } }
    static int Deep(int n) { Span<byte> b = stackalloc byte[200]; b[n % 200] = 1; return n == 0 ? b[0] : Deep(n - 1) + b[n % 200]; }
    class Worker
    {
        public int Sum; readonly int _n; public Worker(int n) { _n = n; } public void Go() { for (int i = 0; i < _n; i++) Sum += i; }
        public void With(object o) => Sum += (int)o; public static void Static() => s_static++;
    }
    static int s_static;

    static void Main()
    {
        var w = new Worker(100); var t1 = new Thread(w.Go); var t2 = new Thread(w.With);
        Console.WriteLine(t1.ThreadState + " " + t1.IsAlive + t1.IsBackground + (t1.Name == null)); t1.Name = "one"; t1.Start(); t1.Join();
        t2.Start(1000); t2.Join();
        Console.WriteLine(w.Sum + " " + t1.ThreadState + t1.IsAlive + t1.Name + T(() => t1.Start())
            + T(() => new Thread((ThreadStart)null)) + T(() => new Thread(() => { }).Join()));
        string inside = null;
        var t3 = new Thread(() =>
        {
            inside = Thread.CurrentThread.Name + Thread.CurrentThread.IsBackground + Thread.CurrentThread.IsThreadPoolThread
                + (Thread.CurrentThread.ManagedThreadId == Environment.CurrentManagedThreadId) + Thread.CurrentThread.ThreadState;
        }) { Name = "three", IsBackground = true };
        t3.Start(); t3.Join(); Console.WriteLine(inside); Exception caught = null;
        var t4 = new Thread(() => { try { throw new InvalidOperationException("in thread"); } catch (Exception e) { caught = e; } });
        t4.Start(); t4.Join(); Console.WriteLine(caught.Message); var gate = new ManualResetEventSlim();
        var t5 = new Thread(() => gate.Wait()); t5.Start(); Console.WriteLine(t5.Join(2) + "" + t5.IsAlive); gate.Set();
        Console.WriteLine(t5.Join(5000)); string intr = "";
        var t6 = new Thread(() =>
        {
            try { Thread.Sleep(Timeout.Infinite); } catch (ThreadInterruptedException) { intr = "interrupted"; } finally { intr += "+finally"; }
        });
        t6.Start(); t6.Interrupt(); t6.Join(); Console.WriteLine(intr); int deep = 0;
        var t7 = new Thread(() => deep = Deep(20000), 16 << 20); t7.Start(); t7.Join(); Console.WriteLine(deep); int small = 0;
        var t8 = new Thread(() => small = Deep(50), 256 << 10); t8.Start(); t8.Join(); Console.WriteLine(small);
        var ids = new HashSet<int>();
        for (int i = 0; i < 5; i++)
        {
            var t = new Thread(() => { lock (ids) ids.Add(Environment.CurrentManagedThreadId); Thread.Sleep(1); }); t.Start(); t.Join();
        }
        Console.WriteLine(ids.Count >= 1 && !ids.Contains(Environment.CurrentManagedThreadId)); var ts = new Thread[20]; long total = 0;
        for (int i = 0; i < 20; i++)
        {
            int k = i;
            ts[i] = new Thread(() =>
            {
                long s = 0; for (int j = 0; j < 1000; j++) { var o = new int[j % 20 + 1]; o[^1] = j; s += o[^1] + k; }
                Interlocked.Add(ref total, s);
            });
        }
        foreach (Thread t in ts) t.Start(); foreach (Thread t in ts) t.Join(); Console.WriteLine(total); new Thread(Worker.Static).Start();
        SpinWait.SpinUntil(() => Volatile.Read(ref s_static) == 1); Console.WriteLine(s_static); Thread.Sleep(0); Thread.Yield();
        Thread.SpinWait(10);
        Console.WriteLine(Thread.CurrentThread.CurrentCulture.Name.Length + T(() => Thread.Sleep(-2)) + Thread.CurrentThread.Priority
            + T(() => Thread.CurrentThread.Priority = (ThreadPriority)77));
        bool pool = false; var fin = new ManualResetEvent(false);
        ThreadPool.QueueUserWorkItem(_ =>
        {
            pool = Thread.CurrentThread.IsThreadPoolThread && Thread.CurrentThread.IsBackground; fin.Set();
        });
        fin.WaitOne(); Console.WriteLine(pool);
        var rec = new Thread(() => { var inner = new Thread(() => total = 7); inner.Start(); inner.Join(); total *= 6; }); rec.Start();
        rec.Join(); Console.WriteLine(total); object cell = null;
        var maker = new Thread(() => { cell = new List<string> { "made", "elsewhere" }; }); maker.Start(); maker.Join(); GC.Collect();
        Console.WriteLine(string.Join(" ", (List<string>)cell)); ThreadPool.GetMinThreads(out int wk, out int io);
        Console.WriteLine(wk > 0 && io > 0); var unstarted = new Thread(() => { }); unstarted.UnsafeStart(); unstarted.Join();
        var slot = new ThreadLocal<string>(() => "tl"); Console.WriteLine(slot.Value + slot.IsValueCreated);
        new Thread(() => { while (true) Thread.Sleep(1000); }) { IsBackground = true }.Start();
        Console.WriteLine("leaving with a background thread");
    }
}
