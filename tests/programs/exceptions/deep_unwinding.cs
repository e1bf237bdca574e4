// Exceptions over hundreds of frames of different kinds, many throws in a loop, and objects, refs and locals that live across them.
using System;
using System.Collections.Generic;

interface IStep { int Go(int n, IStep next); }
class Plain : IStep { public int Go(int n, IStep next) => n == 0 ? throw new Stop(1) : next.Go(n - 1, this) + 1; }
class Fin : IStep
{
    public static int Count;
    public int Go(int n, IStep next) { try { return n == 0 ? throw new Stop(2) : next.Go(n - 1, this) + 1; } finally { Count++; } }
}
class Flt : IStep
{
    public static int Count;
    public int Go(int n, IStep next)
    {
        int me = n;
        try { return n == 0 ? throw new Stop(3) : next.Go(n - 1, this) + 1; } catch (Stop s) when (Look(s, me)) { return s.Code; }
    }
    static bool Look(Stop s, int n) { Count++; return s.At == n; }
}
class Re : IStep
{
    public static int Count;
    public int Go(int n, IStep next)
    {
        try { return n == 0 ? throw new Stop(4) : next.Go(n - 1, this) + 1; } catch (Stop) { Count++; throw; }
    }
}
class Big : IStep
{
    public int Go(int n, IStep next)
    {
        Span<long> buf = stackalloc long[20]; buf[n % 20] = n; decimal d = n; string s = "n" + n;
        int r = n == 0 ? throw new Stop(5) : next.Go(n - 1, this); return r + (int)buf[n % 20] + (int)d + s.Length;
    }
}
class Stop : Exception { public int Code, At; public Stop(int c, int at = -1) { Code = c; At = P.Target; } }

class P
{
    public static int Target = -1;
    static int Mutual(int n, ref int depth, List<int> path)
    {
        depth++; path.Add(n);
        try
        {
            if (n > 60) throw new InvalidOperationException("deep " + n);
            return n % 2 == 0 ? Mutual(n + 1, ref depth, path) : MutualB(n + 1, ref depth, path);
        }
        catch (InvalidOperationException) when (n == 10) { return depth * 1000 + path.Count; } finally
        {
            depth--; path.RemoveAt(path.Count - 1);
        }
    }
    static int MutualB(int n, ref int depth, List<int> path) { using var d = new Scope(); return Mutual(n, ref depth, path) + d.X; }
    sealed class Scope : IDisposable
    {
        public static int Open; public int X = 0; public Scope() => Open++; public void Dispose() => Open--;
    }
    static double Locals(int n)
    {
        int i = 1; long l = 2; double d = 3; string s = "s"; object o = 4; int[] a = { 5 }; (int, string) t = (6, "t");
        for (int k = 0; k < n; k++)
        {
            try
            {
                i++; l *= 3; d += 0.5; s += k % 10; o = k; a[0] += k; t.Item1 += k; if (k % 3 == 1) throw new Exception(s);
                if (k % 3 == 2) a[k + 5] = 1; l -= i;
            }
            catch (IndexOutOfRangeException) { d *= 1.01; t.Item2 += "i"; } catch (Exception e) { l ^= e.Message.Length; } finally { i += t.Item2.Length; }
        }
        return i + l % 1000 + Math.Round(d, 4) + s.Length + (int)o + a[0] + t.Item1 + t.Item2.Length;
    }

    static void Main()
    {
        IStep[] kinds = { new Plain(), new Fin(), new Flt(), new Re(), new Big() };
        foreach (IStep a in kinds) foreach (IStep b in kinds)
        {
            string r; try { r = a.Go(150, b).ToString(); } catch (Stop s) { r = "stop " + s.Code; } Console.Write(r + " ");
        }
        Console.WriteLine(); Console.WriteLine(Fin.Count + " " + Flt.Count + " " + Re.Count); Target = 60;
        foreach (IStep a in kinds)
        {
            string r; try { r = a.Go(121, kinds[2]).ToString(); } catch (Stop s) { r = "stop " + s.Code; } Console.Write(r + " ");
        }
        Console.WriteLine(); int depth = 0; var path = new List<int>();
        Console.WriteLine(Mutual(0, ref depth, path) + " " + depth + " " + path.Count + " " + Scope.Open); Console.WriteLine(Locals(100));
        int caught = 0;
        for (int i = 0; i < 3000; i++)
        {
            try
            {
                if (i % 2 == 0) throw new Stop(i); int[] z = new int[i % 5]; z[i % 7] = 1;
            }
            catch (Stop s) { caught += s.Code % 3; } catch (IndexOutOfRangeException) { caught += 10; }
            if (i % 1000 == 0) GC.Collect();
        }
        Console.WriteLine(caught);
    }
}
