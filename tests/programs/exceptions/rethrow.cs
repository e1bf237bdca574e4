// `throw;` keeps the exception and the right one after nested handlers; `throw e;` and wrapping; ExceptionDispatchInfo; identity and stack frames.
using System;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

class P
{
    static string Frames(Exception e)
    {
        string r = "";
        foreach (string line in (e.StackTrace ?? "").Split('\n'))
        {
            string l = line.Trim();
            if (l.StartsWith("at "))
            {
                int p = l.IndexOf('('); string m = l.Substring(3, p - 3); if (m.Contains('<') || m == "P.Get") break; r += m + ">";
            }
            else if (l.StartsWith("---")) r += "|";
        }
        return r;
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static void Throw(string s)
    {
        if (s != null) throw new InvalidOperationException(s); Console.Write("");
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static void Keep()
    {
        try { Throw("keep"); } catch (Exception) { Console.Write("[k]"); throw; } finally { Console.Write("[f]"); }
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static void Reset()
    {
        try { Throw("reset"); } catch (Exception e) { Console.Write("[r]"); throw e; }
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static void Wrap()
    {
        try { Throw("inner"); } catch (Exception e) { throw new ApplicationException("wrapped", e); }
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static void Dispatch()
    {
        ExceptionDispatchInfo i = null; try { Throw("disp"); } catch (Exception e) { i = ExceptionDispatchInfo.Capture(e); } i.Throw();
        Console.Write("never");
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static void Nested()
    {
        try { Throw("first"); } catch (InvalidOperationException)
        {
            try { throw new ArgumentException("second"); } catch (ArgumentException e) { Console.Write("[" + e.Message + "]"); }
            try { try { throw new FormatException("third"); } finally { Console.Write("[ff]"); } } catch (FormatException)
            {
                try { throw; } catch (Exception e) { Console.Write("[re " + e.Message + "]"); }
            }
            throw;
        }
    }
    [MethodImpl(MethodImplOptions.NoInlining)] static void Many(int n)
    {
        try { if (n == 0) Throw("many"); else Many(n - 1); } catch (Exception) when (n % 2 == 0) { throw; } Console.Write("");
    }
    static Exception Get(Action a) { try { a(); return null; } catch (Exception e) { return e; } }

    static void Main()
    {
        foreach (Action a in new Action[] { Keep, Reset, Wrap, Dispatch, Nested, () => Many(4) })
        {
            Exception e = Get(a);
            Console.WriteLine(e.GetType().Name + " " + e.Message + " " + Frames(e) + " " + e.InnerException?.Message + " "
                + (e.InnerException == null ? "" : Frames(e.InnerException)));
        }
        Exception same = new Exception("same"); int id = 0;
        for (int i = 0; i < 3; i++)
        {
            try
            {
                try { throw same; } catch (Exception e) { if (ReferenceEquals(e, same)) id++; throw; }
            }
            catch (Exception e) { if (ReferenceEquals(e, same)) id += 10; }
        }
        Console.WriteLine(id); Console.WriteLine(new Exception("never thrown").StackTrace == null);
        Exception c1 = Get(() => { try { throw new Exception("x1"); } catch { try { throw new Exception("x2"); } catch { throw; } } });
        Console.WriteLine(c1.Message);
        Exception c2 = Get(() =>
        {
            try { throw new Exception("y1"); } catch
            {
                Action inner = () => { try { throw new Exception("y2"); } catch { } }; inner(); throw;
            }
        });
        Console.WriteLine(c2.Message);
        try { ExceptionDispatchInfo.Throw(new TimeoutException("t")); } catch (TimeoutException e) { Console.WriteLine(e.Message); }
        var withTrace = ExceptionDispatchInfo.SetCurrentStackTrace(new Exception("cur"));
        Console.WriteLine(withTrace.StackTrace.Contains("Main"));
    }
}
