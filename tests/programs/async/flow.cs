// async methods: order of execution before and after awaits, results, value tasks, nested and recursive calls, locals and parameters that live across awaits, loops, lambdas, struct and generic methods.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

struct Acc { public int N; public async Task<int> Add(int k) { await Task.Yield(); N += k; return N; } }
class G<T>
{
    public T V; public async Task<T> Get(T t) { await Task.Delay(0); V = t; await Task.Yield(); return V; }
    public static async ValueTask<string> Name<U>(U u) { await Task.CompletedTask; return typeof(T).Name + typeof(U).Name + u; }
}
class Base { public virtual async Task<string> V() { await Task.Yield(); return "base"; } }
class Der : Base { public override async Task<string> V() => "der " + await base.V(); }
interface IAs { Task<int> M(int x); async Task<int> Twice(int x) => await M(x) + await M(x); }
class Impl : IAs { public async Task<int> M(int x) { await Task.Yield(); return x + 1; } }

class P
{
    static string s_log = ""; static void L(string s) { lock (typeof(P)) s_log += s + " "; }
    static async Task<int> Sync(int x) { L("in" + x); await Task.CompletedTask; L("out" + x); return x * 2; }
    static async Task<int> Later(int x) { L("a" + x); await Task.Yield(); L("b" + x); return x; }
    static async Task<int> Fib(int n) => n < 2 ? n : await Fib(n - 1) + await Fib(n - 2);
    static async ValueTask<long> Vt(int n) { if (n == 0) return 1; await Task.Yield(); return n * await Vt(n - 1); }
    static async Task<string> Locals(int a, string b, double c, (int, string) t)
    {
        int i = a; var list = new List<int>(); decimal d = 1.5m; int[] arr = { 1, 2, 3 };
        for (int k = 0; k < 3; k++)
        {
            list.Add(k); await Task.Yield(); i += arr[k] * await Later(k); d *= 2; arr[k] += i;
            foreach (int x in arr) { if (x % 2 == 0) await Task.Yield(); i ^= x; }
        }
        b += i; t.Item1++; await Task.Yield(); return $"{i} {b} {c} {t} {d} {list.Count} {string.Join(",", arr)}";
    }
    static async Task<int> Eval() => (await Later(1)) * 100 + await Later(2) * 10
        + new[] { await Later(3), await Later(4) }[await Later(1)] + (await Later(0) == 0 && await Later(5) > 3 ? await Later(6) : 0);
    static async Task<int> Indexed(int[] a, int i)
    {
        a[i] = await Later(7); a[i] += await Later(1); a[await Later(0)] = a[i]++ + await Later(2); return a[0] + a[i];
    }
    static async Task Many(int n)
    {
        var ts = Enumerable.Range(0, n).Select(async i => { await Task.Yield(); return i * i; }).ToArray();
        int[] r = await Task.WhenAll(ts); L("sum" + r.Sum());
    }
    static async void Fire(TaskCompletionSource<string> tcs) { L("fire"); await Task.Yield(); tcs.SetResult("fired"); }
    static Task<int> NotAsync(int x) => x > 0 ? Task.FromResult(x) : Later(x); static async Task<T> Pass<T>(Task<T> t) => await t;
    static async Task Nest(int d) { if (d > 0) await Nest(d - 1); else await Task.Yield(); }
    static async Task<string> Sw(int k)
    {
        switch (k) { case 0: await Task.Yield(); return "zero"; case 1: for (int i = 0; ; i++)
        {
            await Task.Yield(); if (i == 3) break;
        }
        goto case 0; default: return await Sw(k - 2) + k; }
    }

    static async Task Main()
    {
        var t = Sync(1); L("after" + t.IsCompleted); Console.WriteLine(await t + " " + s_log); s_log = "";
        Console.WriteLine(await Fib(12) + " " + await Vt(15)); Console.WriteLine(await Locals(1, "b", 2.5, (1, "t"))); s_log = "";
        Console.WriteLine(await Eval() + " " + s_log); s_log = ""; Console.WriteLine(await Indexed(new int[3], 1) + " " + s_log);
        s_log = ""; await Many(50); Console.WriteLine(s_log); s_log = ""; var acc = new Acc();
        Console.WriteLine(await acc.Add(5) + " " + acc.N);
        Console.WriteLine(await new G<string>().Get("g") + await new G<int>().Get(4) + await G<object>.Name(1) + await G<string>.Name("x"));
        Console.WriteLine(await new Der().V() + await ((IAs)new Impl()).Twice(4)); var tcs = new TaskCompletionSource<string>(); Fire(tcs);
        Console.WriteLine(await tcs.Task + " " + s_log); s_log = "";
        Console.WriteLine(await NotAsync(3) + await NotAsync(0) + await Pass(Task.FromResult("p")) + await Pass(Later(9)));
        await Nest(500); Console.WriteLine(await Sw(0) + await Sw(1) + await Sw(5));
        Func<int, Task<int>> lam = async x => { await Task.Yield(); return x * 3; }; Func<Task> act = async () => await Task.Yield();
        await act(); Console.WriteLine(await lam(await lam(2))); var (a, b) = (await lam(1), await lam(2)); Console.WriteLine(a + b);
        string s = null; s ??= await Pass(Task.FromResult("coalesced"));
        Console.WriteLine(s + $"{await lam(3)} {(await lam(1) > 2 ? await Sw(0) : "no")}"); Task<int>[] order = { lam(1), lam(2) };
        foreach (var o in order) Console.Write(await o); await foreach (var done in Task.WhenEach(lam(5))) Console.WriteLine(await done);
        var cached = Later(1); Console.WriteLine(await cached + await cached + cached.Result);
        object box = await Pass<object>(Task.FromResult<object>(5)); Console.WriteLine(box is int);
        async Task<int> Local(int n) { await Task.Yield(); return n == 0 ? 0 : n + await Local(n - 1); }
        Console.WriteLine(await Local(20)); ValueTask<int> vt = new(5); Console.WriteLine(await vt + vt.IsCompleted.ToString());
        await ValueTask.CompletedTask; await Task.WhenAll();
        using (var d = new System.IO.MemoryStream())
        {
            await d.WriteAsync(new byte[] { 1, 2 }); d.Position = 0; Console.WriteLine(await d.ReadAsync(new byte[5]));
        }
    }
}
