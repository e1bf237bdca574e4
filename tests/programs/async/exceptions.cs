// Exceptions in async code: await in catch and finally, filters, rethrow, WhenAll with several failures, cancellation, exceptions before the first await, faulted results, using and lock patterns.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

class Res : IAsyncDisposable, IDisposable
{
    readonly string _n; public Res(string n) { _n = n; P.L("+" + n); }
    public async ValueTask DisposeAsync() { await Task.Yield(); P.L("-a" + _n); } public void Dispose() => P.L("-" + _n);
}
class Bad : IAsyncDisposable
{
    public async ValueTask DisposeAsync() { await Task.Yield(); throw new InvalidOperationException("dispose"); }
}

class P
{
    static string s_log = ""; public static void L(string s) { lock (typeof(P)) s_log += s + " "; }
    static async Task<int> Fail(string m, bool sync = false)
    {
        if (sync) throw new ArgumentException(m); await Task.Yield(); throw new InvalidOperationException(m);
    }
    static async Task<int> Nested()
    {
        try
        {
            try { await Fail("one"); } catch (InvalidOperationException e) when (F(e.Message == "one"))
            {
                L("c1"); await Task.Yield();
                try { await Fail("two", true); } catch (ArgumentException) { L("c2"); await Task.Yield(); throw; } finally { await Task.Yield(); L("f2"); }
            }
            finally { L("f1"); await Task.Yield(); L("f1b"); }
        }
        catch (ArgumentException e) { L(e.Message); return 5; }
        return 0;
    }
    static bool F(bool b) { L("filter"); return b; }
    static async Task<string> Ret() { try { await Task.Yield(); return "ret"; } finally { await Task.Yield(); L("fin"); } }
    static async Task Loop()
    {
        for (int i = 0; i < 5; i++)
        {
            try
            {
                await Task.Yield(); if (i == 1) continue; if (i == 3) break; if (i == 2) throw new Exception("i2"); L("i" + i);
            }
            catch (Exception e) { L(e.Message); await Task.Yield(); } finally { await Task.Yield(); L("e" + i); }
        }
    }
    static async Task Use()
    {
        await using var a = new Res("a"); using var b = new Res("b"); await using (var c = new Res("c")) { await Task.Yield(); L("body"); }
        throw new TimeoutException("use");
    }
    static async Task UseBad() { await using var b = new Bad(); throw new Exception("lost"); }
    static async Task<int> Retry(int n)
    {
        for (int i = 1; ; i++)
        {
            try { if (i < n) await Fail("retry"); return i; } catch (InvalidOperationException) when (i < 10) { await Task.Yield(); }
        }
    }
    static async Task W(string name, Func<Task> f)
    {
        string r;
        try
        {
            var t = f(); L(t.IsCompleted ? "done" : "pending"); await t;
            r = "ok" + (t is Task<int> ti ? ti.Result : t is Task<string> ts ? ts.Result : "");
        }
        catch (Exception e) { r = e.GetType().Name + ":" + e.Message; }
        Console.WriteLine(name + " " + r + " | " + s_log.Replace("pending ", "").Replace("done ", "")); s_log = "";
    }
    static async Task Cancel(CancellationToken ct) { L("c"); await Task.Yield(); ct.ThrowIfCancellationRequested(); L("never"); }

    static async Task Main()
    {
        await W("nested", Nested); await W("ret", Ret); await W("loop", Loop); await W("use", Use); await W("bad", UseBad);
        await W("retry", () => Retry(4)); await W("sync throw", () => Fail("s", true));
        await W("lambda", async () => { await Task.Yield(); int[] a = new int[1]; a[5] = 1; });
        var all = Task.WhenAll(Fail("x"), Task.FromResult(1), Fail("y", true)); await W("whenall", () => all);
        Console.WriteLine(all.Exception.InnerExceptions.Count + string.Join(",", all.Exception.InnerExceptions.Select(e => e.Message))
            + all.IsFaulted + all.Status);
        try { Fail("wait").Wait(); } catch (AggregateException e) { Console.WriteLine(e.InnerException.Message + e.InnerExceptions.Count); }
        try { _ = Fail("result").Result; } catch (AggregateException e) { Console.WriteLine(e.Message); }
        try { Fail("getresult").GetAwaiter().GetResult(); } catch (InvalidOperationException e) { Console.WriteLine(e.Message); }
        var cts = new CancellationTokenSource(); cts.Cancel(); await W("cancelled", () => Cancel(cts.Token)); var ct = Cancel(cts.Token);
        try { await ct; } catch (OperationCanceledException e)
        {
            Console.WriteLine(ct.Status + " " + ct.IsCanceled + (e.CancellationToken == cts.Token));
        }
        await W("run cancelled", () => Task.Run(() => 1, cts.Token));
        await W("from", () => Task.FromException<int>(new FormatException("f"))); await W("delay", () => Task.Delay(10000, cts.Token));
        var any = await Task.WhenAny(Fail("any"), Task.Delay(10000)); Console.WriteLine(any.Exception.InnerException.Message);
        var tcs = new TaskCompletionSource<int>(); tcs.SetException(new[] { new Exception("t1"), new Exception("t2") });
        await W("tcs", () => tcs.Task); Console.WriteLine(tcs.TrySetResult(1));
        try { tcs.SetResult(1); } catch (InvalidOperationException) { Console.WriteLine("already"); }
        await W("inner task", async () => await await Task.Factory.StartNew(async () =>
        {
            await Task.Yield(); throw new Exception("inner");
        }));
        await W("suppressed",
            async () => await Fail("sup").ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding).Also());
        await W("continue", () => Fail("cw").ContinueWith(t => t.Exception.InnerException.Message + t.Status));
        await W("only faulted", () => Task.FromResult(1).ContinueWith(t => 2, TaskContinuationOptions.OnlyOnFaulted));
        await W("null task", async () => { Task n = null; await n; });
        await W("wait async", () => Task.Delay(10000).WaitAsync(TimeSpan.FromMilliseconds(5)));
        await W("agg", () => throw new AggregateException(new Exception("a"))); var vt = new ValueTask<int>(Fail("vt"));
        try { await vt; } catch (InvalidOperationException e) { Console.WriteLine(e.Message); }
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            try { if (i % 2 == 0) await Fail("r" + i); return "ok" + i; } catch (Exception e) { await Task.Yield(); return e.Message; }
        }));
        Console.WriteLine(string.Join(",", results));
        async Task<int> Deep(int n)
        {
            if (n == 0) { await Task.Yield(); throw new Exception("deep"); }
            try { return await Deep(n - 1) + 1; } finally { if (n % 50 == 0) L("d" + n); }
        }
        await W("deep", () => Deep(100));
    }
}
static class Ext
{
    public static async Task Also(this System.Runtime.CompilerServices.ConfiguredTaskAwaitable<int> t)
    {
        try { await t; } catch (Exception e) { P.L("caught " + e.Message); }
    }
    public static async Task Also(this System.Runtime.CompilerServices.ConfiguredTaskAwaitable t) => await t;
}
