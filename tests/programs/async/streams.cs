// Async iterators: await foreach, cancellation, dispose in every state, exceptions, await using, LINQ over async sequences, nested and recursive.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

class Countdown : IAsyncEnumerable<int>
{
    readonly int _n; public Countdown(int n) { _n = n; }
    public async IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken ct = default)
    {
        for (int i = _n; i > 0; i--) { await Task.Yield(); yield return i; }
    }
}
ref struct NotNeeded { }
struct Pat
{
    int _n; public Pat(int n) { _n = n; } public Pat GetAsyncEnumerator() => this; public int Current => _n;
    public ValueTask<bool> MoveNextAsync() => new(--_n >= 0);
}

class P
{
    static string s_log = ""; static void L(string s) { lock (typeof(P)) s_log += s + " "; }
    static void W(object o) { Console.WriteLine(o + " | " + s_log); s_log = ""; }
    static async IAsyncEnumerable<int> Gen(int n, [EnumeratorCancellation] CancellationToken ct = default)
    {
        L("start");
        try
        {
            for (int i = 0; i < n; i++) { ct.ThrowIfCancellationRequested(); await Task.Yield(); L("y" + i); yield return i; }
        }
        finally { await Task.Yield(); L("fin"); }
        L("end");
    }
    static async IAsyncEnumerable<T> Where<T>(IAsyncEnumerable<T> s, Func<T, Task<bool>> f)
    {
        await foreach (T t in s) if (await f(t)) yield return t;
    }
    static async IAsyncEnumerable<int> Tree(int d)
    {
        yield return d;
        if (d > 0)
        {
            await foreach (int x in Tree(d - 1)) yield return x * 10;
            await foreach (int x in Tree(d - 1).ConfigureAwait(false)) yield return x * 10 + 1;
        }
    }
    static async Task<List<T>> ToList<T>(IAsyncEnumerable<T> s, int max = int.MaxValue)
    {
        var l = new List<T>(); await foreach (T t in s) { l.Add(t); if (l.Count == max) break; } return l;
    }
    static async IAsyncEnumerable<int> Throw(int at)
    {
        for (int i = 0; ; i++)
        {
            if (i == at) throw new InvalidOperationException("at" + i);
            if (i == 1) { try { await Task.FromException(new Exception("inner")); } catch (Exception e) { L(e.Message); } } yield return i;
        }
    }
    static async IAsyncEnumerable<string> Merge(params IAsyncEnumerable<int>[] s)
    {
        var es = s.Select(x => x.GetAsyncEnumerator()).ToList();
        try
        {
            while (es.Count > 0) for (int i = 0; i < es.Count; i++)
            {
                if (await es[i].MoveNextAsync()) yield return i + ":" + es[i].Current; else
                {
                    await es[i].DisposeAsync(); es.RemoveAt(i--);
                }
            }
        }
        finally { foreach (var e in es) await e.DisposeAsync(); }
    }

    static async Task Main()
    {
        W(string.Join(",", await ToList(Gen(3)))); W(string.Join(",", await ToList(Gen(5), 2)));
        W(string.Join(",", await ToList(new Countdown(4))));
        W(string.Join(",", await ToList(Where(Gen(6), async x => { await Task.Yield(); return x % 2 == 1; }))));
        W(string.Join(",", await ToList(Tree(2)))); try { await ToList(Throw(3)); } catch (InvalidOperationException e) { W(e.Message); }
        var cts = new CancellationTokenSource();
        try
        {
            await foreach (int x in Gen(100).WithCancellation(cts.Token)) if (x == 2) cts.Cancel();
        }
        catch (OperationCanceledException) { W("cancelled"); }
        { var e = Gen(3).GetAsyncEnumerator(); await e.DisposeAsync(); W("never started " + await e.MoveNextAsync()); }
        {
            var e = Gen(3).GetAsyncEnumerator(); W(await e.MoveNextAsync() + "" + e.Current); await e.DisposeAsync();
            W(await e.MoveNextAsync());
        }
        await foreach (int x in new Pat(3)) L("p" + x); W("pattern"); W(string.Join(" ", await ToList(Merge(Gen(2), new Countdown(3)))));
        W(string.Join(",", await ToList(Enumerable.Range(0, 5).ToAsyncEnumerable().Select(x => x * x).Where(x => x > 3))));
        W(await Gen(4).SumAsync() + await Gen(4).CountAsync(x => x > 1)); var two = Gen(2);
        W(string.Join(",", await ToList(two)) + string.Join(",", await ToList(two)));
        async IAsyncEnumerable<string> Local(params string[] ss)
        {
            foreach (string s in ss) { yield return s; await Task.Yield(); if (s == "stop") yield break; }
        }
        W(string.Join(",", await ToList(Local("a", "stop", "b")))); await foreach (var (i, s) in Pairs()) L(i + s); W("pairs");
        static async IAsyncEnumerable<(int, string)> Pairs()
        {
            await using var d = new Disp(); for (int i = 0; i < 3; i++) yield return (i, ((char)('a' + i)).ToString());
        }
        try { await foreach (int x in Gen(5)) if (x == 1) throw new FormatException("body"); } catch (FormatException e) { W(e.Message); }
    }
    class Disp : IAsyncDisposable { public async ValueTask DisposeAsync() { await Task.Yield(); L("disp"); } }
}
