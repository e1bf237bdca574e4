// Task combinators, TaskCompletionSource, cancellation sources, timers, channels, SemaphoreSlim, PeriodicTimer with results that don't depend on timing.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

class P
{
    static async Task<int> Produce(ChannelWriter<int> w, int from, int n)
    {
        for (int i = 0; i < n; i++) await w.WriteAsync(from + i); return n;
    }
    static async Task<long> Consume(ChannelReader<int> r) { long s = 0; await foreach (int x in r.ReadAllAsync()) s += x; return s; }

    static async Task Main()
    {
        var ch = Channel.CreateBounded<int>(4); var prods = Task.WhenAll(Produce(ch.Writer, 0, 100), Produce(ch.Writer, 1000, 100));
        var cons = Task.WhenAll(Consume(ch.Reader), Consume(ch.Reader)); await prods; ch.Writer.Complete();
        Console.WriteLine((await cons).Sum() + " " + ch.Reader.Completion.IsCompleted + ch.Writer.TryWrite(1));
        try { await ch.Reader.ReadAsync(); } catch (ChannelClosedException) { Console.WriteLine("closed"); }
        var un = Channel.CreateUnbounded<string>(); un.Writer.TryWrite("a"); un.Writer.TryWrite("b");
        un.Writer.Complete(new InvalidOperationException("why"));
        Console.WriteLine(await un.Reader.ReadAsync() + await un.Reader.ReadAsync() + un.Reader.TryRead(out _));
        try { await un.Reader.Completion; } catch (InvalidOperationException e) { Console.WriteLine(e.Message); }
        var drop = Channel.CreateBounded<int>(new BoundedChannelOptions(2) { FullMode = BoundedChannelFullMode.DropOldest });
        for (int i = 0; i < 5; i++) drop.Writer.TryWrite(i);
        Console.WriteLine(await drop.Reader.ReadAsync() + await drop.Reader.ReadAsync()); var pipe = Channel.CreateUnbounded<int>();
        var stage = Task.Run(async () =>
        {
            var l = new List<int>(); await foreach (int x in pipe.Reader.ReadAllAsync()) l.Add(x * x); return l;
        });
        for (int i = 0; i < 10; i++) await pipe.Writer.WriteAsync(i); pipe.Writer.Complete();
        Console.WriteLine(string.Join(",", await stage)); var sem = new SemaphoreSlim(2); int inside = 0, max = 0;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            await sem.WaitAsync();
            try
            {
                int n = Interlocked.Increment(ref inside); int m;
                while ((m = max) < n && Interlocked.CompareExchange(ref max, n, m) != m) { } await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
            finally { sem.Release(); }
        }));
        Console.WriteLine((max <= 2) + " " + sem.CurrentCount + await sem.WaitAsync(0) + await sem.WaitAsync(0) + await sem.WaitAsync(1));
        var cts = new CancellationTokenSource(); string log = "";
        using (cts.Token.Register(() => log += "r1 "))
        {
            cts.Token.Register(s => log += s + " ", "r2"); var reg = cts.Token.Register(() => log += "gone "); reg.Dispose();
            var linked = CancellationTokenSource.CreateLinkedTokenSource(cts.Token); linked.Token.Register(() => log += "linked ");
            cts.Cancel(); log += linked.IsCancellationRequested;
        }
        cts.Token.Register(() => log += " late"); Console.WriteLine(log + cts.Token.CanBeCanceled + CancellationToken.None.CanBeCanceled);
        var to = new CancellationTokenSource(5);
        try { await Task.Delay(-1, to.Token); } catch (TaskCanceledException) { Console.WriteLine("timed out"); }
        var first = await Task.WhenAny(Task.Delay(10000).ContinueWith(_ => 1), Task.FromResult(2)); Console.WriteLine(await first);
        int ticks = 0; var done = new TaskCompletionSource();
        using (var tm = new Timer(_ => { if (Interlocked.Increment(ref ticks) == 3) done.TrySetResult(); }, null, 0, 2)) await done.Task;
        Console.WriteLine(ticks >= 3);
        using (var pt = new PeriodicTimer(TimeSpan.FromMilliseconds(1)))
        {
            int n = 0; while (await pt.WaitForNextTickAsync()) if (++n == 3) break; Console.WriteLine(n);
        }
        var parent = Task.Factory.StartNew(() =>
        {
            int c = 0;
            for (int i = 0; i < 5; i++) Task.Factory.StartNew(() => Interlocked.Increment(ref c), TaskCreationOptions.AttachedToParent).Wait();
            return c;
        });
        Console.WriteLine(parent.Result);
        var chain = Task.FromResult(1).ContinueWith(t => t.Result + 1).ContinueWith(t => t.Result * 10)
            .ContinueWith(t => Task.FromResult(t.Result + 1)).Unwrap();
        Console.WriteLine(await chain);
        var cq = new BlockingCollection<int>(3);
        var pt2 = Task.Run(() => { for (int i = 0; i < 20; i++) cq.Add(i); cq.CompleteAdding(); });
        Console.WriteLine(cq.GetConsumingEnumerable().Sum()); await pt2;
        var lazy = new Lazy<Task<int>>(async () => { await Task.Yield(); return 5; });
        Console.WriteLine(await lazy.Value + await lazy.Value); var conc = new ConcurrentDictionary<int, int>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(() =>
        {
            for (int i = 0; i < 500; i++) conc.AddOrUpdate(i % 50, 1, (k, v) => v + 1);
        })));
        Console.WriteLine(conc.Values.Sum() + " " + conc.Count + " " + conc[7]);
        Console.WriteLine(Task.CompletedTask.Status + " " + Task.FromCanceled(cts.Token).Status + " " + new Task(() => { }).Status + " "
            + (Task.CurrentId == null));
    }
}
