// Thread static fields of all kinds are separate per thread, start as default on every thread but the one that ran the initialiser, also in generic types and by reference.
using System;
using System.Collections.Generic;
using System.Threading;

struct Big { public long A, B; public string S; }
class T1
{
    [ThreadStatic] public static int N = 42; [ThreadStatic] public static string S; [ThreadStatic] public static Big B;
    [ThreadStatic] static List<int> s_list; public static List<int> List => s_list ??= new List<int>();
    [ThreadStatic] public static double D; [ThreadStatic] public static byte Byte; [ThreadStatic] public static (int, string)? Tup;
    public static int Shared;
}
class G<T>
{
    [ThreadStatic] public static T V; [ThreadStatic] public static int Count; public static int Total;
    public static void Inc() { Count++; Interlocked.Increment(ref Total); }
}

class P
{
    [ThreadStatic] static int s_depth;
    static int Rec(int n) { s_depth++; int r = n == 0 ? s_depth : Rec(n - 1); s_depth--; return r; }
    static string Work(int id)
    {
        string start = $"{T1.N} {T1.S ?? "null"} {T1.B.S ?? "null"} {T1.List.Count} {T1.D} {T1.Byte} {T1.Tup.HasValue} {G<string>.V ?? "null"} {G<object>.Count} {G<int>.V}";
        for (int i = 0; i < 1000; i++)
        {
            T1.N++; T1.B.A += id; T1.B.B ^= i; if (i % 100 == 0) { T1.List.Add(i); T1.S += id; } T1.D += 0.5; T1.Byte++; G<string>.Inc();
            if (i % 2 == 0) G<object>.Inc(); G<int>.V += id; Interlocked.Increment(ref T1.Shared);
        }
        T1.B.S = "b" + id; T1.Tup = (id, T1.S); G<string>.V = T1.B.S + T1.S; if (id % 2 == 0) GC.Collect(); ref int r = ref T1.N; r++;
        return start
            + $" | {T1.N} {T1.S} {T1.B.A} {T1.B.B} {T1.B.S} {T1.List.Count} {T1.D} {T1.Byte} {T1.Tup} {G<string>.V} {G<string>.Count} {G<object>.Count} {G<int>.V} {Rec(10)}";
    }

    static void Main()
    {
        T1.N++; T1.S = "main"; G<int>.V = 9; var threads = new Thread[4]; var results = new string[4];
        for (int i = 0; i < 4; i++) { int id = i + 1; threads[i] = new Thread(() => results[id - 1] = Work(id)); }
        foreach (Thread t in threads) t.Start(); foreach (Thread t in threads) t.Join();
        foreach (string r in results) Console.WriteLine(r);
        Console.WriteLine(T1.N + T1.S + G<int>.V + " " + T1.Shared + " " + G<string>.Total + " " + G<object>.Total + " " + G<string>.Count);
        for (int i = 0; i < 20; i++) { var t = new Thread(() => { T1.N = 1; T1.List.Add(1); G<P>.Inc(); }); t.Start(); t.Join(); }
        Console.WriteLine(G<P>.Total + " " + G<P>.Count + " " + T1.List.Count);
        var local = new ThreadLocal<int>(() => 7, true); local.Value++; var lt = new Thread(() => local.Value += 10); lt.Start();
        lt.Join(); var vals = new List<int>(local.Values); vals.Sort(); Console.WriteLine(string.Join(",", vals));
        var al = new AsyncLocal<string> { Value = "flow" }; string seen = null;
        var at = new Thread(() => { seen = al.Value; al.Value = "changed"; }); at.Start(); at.Join(); Console.WriteLine(seen + al.Value);
    }
}
