// Semaphore, Mutex, events, Barrier, CountdownEvent, ReaderWriterLockSlim, WaitHandle.WaitAny and WaitAll, ThreadPool, timeouts and wrong use.
using System;
using System.Collections.Generic;
using System.Threading;

class P
{
    static void Run(int n, Action<int> f)
    {
        var ts = new Thread[n];
        for (int i = 0; i < n; i++) { int k = i; ts[i] = new Thread(() => f(k)) { IsBackground = true }; ts[i].Start(); }
        foreach (Thread t in ts) t.Join();
    }
    static string T(Action a) { try { a(); return "ok "; } catch (Exception e) { return e.GetType().Name + " "; } }

    static void Main()
    {
        var are = new AutoResetEvent(false); var mre = new ManualResetEvent(false);
        Console.WriteLine(are.WaitOne(1) + " " + are.Set() + are.WaitOne(0) + are.WaitOne(0) + mre.Set() + mre.WaitOne(0) + mre.WaitOne(0)
            + mre.Reset() + mre.WaitOne(0));
        string log = ""; var t = new Thread(() => { are.WaitOne(); log += "got "; mre.Set(); }); t.Start(); log += "set "; are.Set();
        mre.WaitOne(); Console.WriteLine(log); t.Join(); var slim = new ManualResetEventSlim(); int passed = 0;
        var go = new Thread(() => { slim.Wait(); passed = 5; }); go.Start(); slim.Set(); go.Join();
        Console.WriteLine(passed + " " + slim.IsSet); var sem = new Semaphore(1, 2);
        Console.WriteLine(sem.WaitOne(0) + "" + sem.WaitOne(0) + sem.Release(2) + T(() => sem.Release()));
        var ss = new SemaphoreSlim(0, 3);
        Console.WriteLine(ss.Wait(0) + "" + ss.Release(2) + ss.CurrentCount + ss.Wait(0) + T(() => ss.Release(5)) + T(() => new SemaphoreSlim(-1)));
        var mx = new Mutex(); mx.WaitOne(); mx.WaitOne(); bool got = true; Run(1, _ => got = mx.WaitOne(1)); mx.ReleaseMutex();
        mx.ReleaseMutex(); Console.WriteLine(got + " " + T(() => mx.ReleaseMutex()));
        var bar = new Barrier(3, b => log += "phase" + b.CurrentPhaseNumber + " "); log = ""; var counts = new int[3];
        Run(3, i => { for (int p = 0; p < 3; p++) { counts[i]++; bar.SignalAndWait(); } });
        Console.WriteLine(log + string.Join(",", counts)); var cd = new CountdownEvent(3); int after = 0;
        var waiter = new Thread(() => { cd.Wait(); after = cd.CurrentCount + 10; }); waiter.Start(); Run(3, i => cd.Signal());
        waiter.Join(); Console.WriteLine(after + " " + cd.IsSet + T(() => cd.Signal()) + cd.TryAddCount());
        var rw = new ReaderWriterLockSlim(); int shared = 0, reads = 0;
        Run(5, i =>
        {
            for (int k = 0; k < 300; k++)
            {
                if (i == 0) { rw.EnterWriteLock(); shared++; rw.ExitWriteLock(); } else
                {
                    rw.EnterReadLock(); if (shared < 0) reads = -1000; Interlocked.Increment(ref reads); rw.ExitReadLock();
                }
            }
        });
        Console.WriteLine(shared + " " + reads); rw.EnterUpgradeableReadLock(); rw.EnterWriteLock();
        Console.WriteLine(rw.IsWriteLockHeld + "" + rw.IsUpgradeableReadLockHeld); rw.ExitWriteLock(); rw.ExitUpgradeableReadLock();
        Console.WriteLine(T(() => rw.ExitReadLock()) + T(() => { rw.EnterReadLock(); rw.EnterWriteLock(); }));
        var hs = new WaitHandle[] { new AutoResetEvent(false), new ManualResetEvent(true), new AutoResetEvent(true) };
        Console.WriteLine(WaitHandle.WaitAny(hs) + " " + WaitHandle.WaitAny(hs, 0) + WaitHandle.WaitAll(new[] { hs[1], hs[2] }, 0)
            + WaitHandle.WaitAll(new[] { hs[1], hs[2] }, 0) + " " + WaitHandle.WaitAny(new[] { hs[0] }, 1));
        int done = 0; var fin = new CountdownEvent(50);
        for (int i = 0; i < 50; i++) ThreadPool.QueueUserWorkItem(s => { Interlocked.Add(ref done, (int)s); fin.Signal(); }, i);
        fin.Wait(); Console.WriteLine(done); var reg = new ManualResetEvent(false); var called = new AutoResetEvent(false);
        bool timedOut = true; ThreadPool.RegisterWaitForSingleObject(reg, (s, to) => { timedOut = to; called.Set(); }, null, 10000, true);
        reg.Set(); called.WaitOne(); Console.WriteLine(timedOut);
        Console.WriteLine(T(() => are.Dispose()) + T(() => are.WaitOne()) + T(() => new Barrier(0).SignalAndWait())
            + T(() => WaitHandle.WaitAll(null)) + T(() => mre.WaitOne(-5)));
    }
}
