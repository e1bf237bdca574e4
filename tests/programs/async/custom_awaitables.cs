// Awaiters by hand, task-like types with their own builder, a single-threaded synchronisation context with a message loop, schedulers and continuations order.
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

struct Twice
{
    public int N; public Aw GetAwaiter() => new Aw { N = N };
    public struct Aw : INotifyCompletion
    {
        public int N; public bool IsCompleted { get { P.L("check" + N); return N % 2 == 0; } }
        public int GetResult() { P.L("get" + N); if (N == 7) throw new InvalidOperationException("seven"); return N * 2; }
        public void OnCompleted(Action a) { P.L("on" + N); a(); }
    }
}
static class Ext
{
    public static TaskAwaiter GetAwaiter(this int ms) => Task.Delay(ms).GetAwaiter();
    public static TaskAwaiter<T[]> GetAwaiter<T>(this (Task<T>, Task<T>) t) => Task.WhenAll(t.Item1, t.Item2).GetAwaiter();
    public static ValueTaskAwaiter<string> GetAwaiter(this string s) => new ValueTask<string>(s + "!").GetAwaiter();
}
[AsyncMethodBuilder(typeof(MyBuilder<>))] class My<T>
{
    public T Value; public Exception Error; public bool Done; readonly List<Action> _then = new();
    public void Finish() { Done = true; foreach (Action a in _then) a(); } public Aw GetAwaiter() => new Aw(this);
    public readonly struct Aw : ICriticalNotifyCompletion
    {
        readonly My<T> _m; public Aw(My<T> m) { _m = m; } public bool IsCompleted => _m.Done;
        public T GetResult() => _m.Error != null ? throw _m.Error : _m.Value; public void OnCompleted(Action a) => _m._then.Add(a);
        public void UnsafeOnCompleted(Action a) => _m._then.Add(a);
    }
}
struct MyBuilder<T>
{
    My<T> _m; public static MyBuilder<T> Create() { P.L("create"); return new MyBuilder<T> { _m = new My<T>() }; } public My<T> Task => _m;
    public void Start<S>(ref S s) where S : IAsyncStateMachine { P.L("start"); s.MoveNext(); }
    public void SetStateMachine(IAsyncStateMachine s) { } public void SetResult(T t) { P.L("result"); _m.Value = t; _m.Finish(); }
    public void SetException(Exception e) { P.L("error"); _m.Error = e; _m.Finish(); }
    public void AwaitOnCompleted<A, S>(ref A a, ref S s) where A : INotifyCompletion where S : IAsyncStateMachine
    {
        P.L("await"); IAsyncStateMachine box = s; a.OnCompleted(box.MoveNext);
    }
    public void AwaitUnsafeOnCompleted<A, S>(ref A a, ref S s) where A : ICriticalNotifyCompletion where S : IAsyncStateMachine
    {
        P.L("unsafe"); IAsyncStateMachine box = s; a.UnsafeOnCompleted(box.MoveNext);
    }
}
class Loop : SynchronizationContext
{
    readonly Queue<(SendOrPostCallback, object)> _q = new(); public int Posts;
    public override void Post(SendOrPostCallback d, object s) { lock (_q) { _q.Enqueue((d, s)); Posts++; Monitor.Pulse(_q); } }
    public override void Send(SendOrPostCallback d, object s) => d(s);
    public void Run(Func<Task> f)
    {
        var old = Current; SetSynchronizationContext(this);
        try
        {
            Task t = f(); t.ContinueWith(_ => Post(_ => { }, null), TaskScheduler.Default);
            while (!t.IsCompleted)
            {
                (SendOrPostCallback d, object s) w; lock (_q) { while (_q.Count == 0) Monitor.Wait(_q); w = _q.Dequeue(); } w.d(w.s);
            }
            t.GetAwaiter().GetResult();
        }
        finally { SetSynchronizationContext(old); }
    }
}

class P
{
    static string s_log = ""; public static void L(string s) { lock (typeof(P)) s_log += s + " "; }
    static void W(object o) { Console.WriteLine(o + " | " + s_log); s_log = ""; }
    static async Task<int> UseTwice(int n) { int a = await new Twice { N = n }; L("mid"); return a + await new Twice { N = n + 1 }; }
    static async My<int> Mine(int n)
    {
        L("body"); if (n < 0) throw new ArgumentException("neg"); int r = n; if (n > 0) r += await Mine(n - 1); return r;
    }
    static My<string> s_pending; static async My<string> Wait() { string s = await s_pending; return s + "waited"; }
    static async Task OnLoop()
    {
        int id = Environment.CurrentManagedThreadId; var order = new List<int>();
        async Task Part(int k)
        {
            for (int i = 0; i < 3; i++)
            {
                order.Add(k * 10 + i); await Task.Yield(); if (Environment.CurrentManagedThreadId != id) L("moved");
            }
        }
        await Task.WhenAll(Part(1), Part(2), Part(3)); L(string.Join(",", order)); await Task.Delay(1);
        L(Environment.CurrentManagedThreadId == id ? "same" : "other"); await Task.Run(() => { }).ConfigureAwait(true);
        L(Environment.CurrentManagedThreadId == id ? "same" : "other"); SynchronizationContext c = SynchronizationContext.Current;
        L(c is Loop ? "loop" : "none");
    }

    static async Task Main()
    {
        W(await UseTwice(4)); try { await UseTwice(6); } catch (InvalidOperationException e) { W(e.Message); } await 1;
        W(string.Join(",", await (Task.FromResult(1), Task.FromResult(2)))); W(await "str"); W(await Mine(2));
        try { await Mine(-1); } catch (ArgumentException e) { W(e.Message); } s_pending = new My<string>(); var w = Wait();
        L(w.Done.ToString()); s_pending.Value = "v"; s_pending.Finish(); W(w.Value); var loop = new Loop(); loop.Run(OnLoop);
        W(loop.Posts > 5); var tcs = new TaskCompletionSource(); var seen = new List<int>();
        for (int i = 0; i < 5; i++)
        {
            int k = i; _ = tcs.Task.ContinueWith(_ => seen.Add(k), TaskContinuationOptions.ExecuteSynchronously);
        }
        tcs.SetResult(); W(string.Join(",", seen)); var ec = new AsyncLocal<int>(); ec.Value = 5;
        async Task Inner() { ec.Value++; await Task.Yield(); L("in" + ec.Value); ec.Value = 99; } await Inner(); W(ec.Value);
        var ctx = ExecutionContext.Capture(); ec.Value = 1; ExecutionContext.Run(ctx, _ => L("ctx" + ec.Value), null); W(ec.Value);
        using (ExecutionContext.SuppressFlow()) { var t = Task.Run(() => ec.Value); ((IAsyncResult)t).AsyncWaitHandle.WaitOne(); L("suppressed" + t.Result); }
        W(await Task.Run(() => ec.Value));
    }
}
