// Environment.FailFast aborts without running finally blocks or exit handlers.
// exit: 134
// skip-stderr
using System;

class P
{
    static void Main()
    {
        AppDomain.CurrentDomain.ProcessExit += (s, e) => Console.WriteLine("no exit handler");
        try
        {
            Console.WriteLine("before");
            Environment.FailFast("failed fast");
        }
        catch (Exception) { Console.WriteLine("no catch"); }
        finally { Console.WriteLine("no finally"); }
    }
}
