// Nobody catches: filters of all frames run in the first pass, then the process ends.
// exit: 134
// skip-stderr
using System;

class P
{
    static bool Say(string s) { Console.WriteLine("filter " + s); return false; }

    static void Inner()
    {
        try { throw new ApplicationException("nobody"); }
        catch (Exception e) when (Say("inner " + e.Message)) { }
    }

    static void Main()
    {
        AppDomain.CurrentDomain.UnhandledException += (s, e) => Console.WriteLine("unhandled " + e.ExceptionObject.GetType());
        try { Inner(); }
        catch (Exception e) when (Say("main " + e.GetType().Name)) { }
    }
}
