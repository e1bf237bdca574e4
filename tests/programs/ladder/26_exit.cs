// Environment.Exit ends the program at once: no finally block runs, ProcessExit handlers do, output is flushed.
// exit: 7
using System;

class P
{
    static int Main()
    {
        AppDomain.CurrentDomain.ProcessExit += (s, e) => Console.WriteLine("process exit");
        Environment.ExitCode = 99;
        try
        {
            Console.WriteLine("before");
            Leave(7);
            Console.WriteLine("not reached");
        }
        finally
        {
            Console.WriteLine("no finally");
        }
        return 3;
    }

    static void Leave(int code) => Environment.Exit(code);
}
