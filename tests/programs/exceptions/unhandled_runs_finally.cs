// exit: 134
// The report of an unhandled exception comes before the finally blocks up the stack; what they throw is not reported. Handlers of
// UnhandledException and FirstChanceException run, and what they throw is swallowed.
using System;
using System.Runtime.CompilerServices;

class P
{
    class Resource : IDisposable
    {
        public void Dispose() => Console.WriteLine("dispose");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void A(int n)
    {
        try
        {
            if (n == 0) throw new InvalidOperationException("boom");
            A(n - 1);
        }
        finally
        {
            Console.WriteLine("finally " + n);
            try { if (n == 1) throw new Exception("caught in finally"); } catch (Exception e) { Console.WriteLine(e.Message); }
        }
    }

    static bool Filter(string text) { Console.WriteLine(text); return false; }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void B()
    {
        using var resource = new Resource();
        try { A(2); }
        catch (ArgumentException) { Console.WriteLine("never"); }
        catch (Exception) when (Filter("filter")) { Console.WriteLine("never"); }
        finally { Console.WriteLine("B"); }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Replace() { throw new FormatException("thrown by a finally"); }

    static void Main()
    {
        AppDomain.CurrentDomain.FirstChanceException += (s, e) => Console.WriteLine("first chance: " + e.Exception.Message);
        AppDomain.CurrentDomain.UnhandledException += (s, e) => throw new Exception("swallowed");
        AppDomain.CurrentDomain.UnhandledException += (s, e) => Console.WriteLine("unhandled: " + e.IsTerminating + " " + ((Exception)e.ExceptionObject).Message);
        AppDomain.CurrentDomain.ProcessExit += (s, e) => Console.WriteLine("not reached");
        try
        {
            try { throw new Exception("handled"); } catch (Exception) when (Filter("no")) { } catch { Console.WriteLine("handled"); }
            try { B(); }
            finally { Replace(); }
        }
        finally { Console.WriteLine("Main"); }
    }
}
