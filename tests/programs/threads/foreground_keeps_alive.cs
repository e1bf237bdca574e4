// The process ends after the last foreground thread, not with Main; the exit code is Main's.
// exit: 5
using System;
using System.Threading;

class P
{
    static int Main()
    {
        var returning = new ManualResetEventSlim();
        var t = new Thread(() =>
        {
            returning.Wait();
            Thread.Sleep(20);
            Console.WriteLine("foreground thread done");
        });
        t.Start();
        AppDomain.CurrentDomain.ProcessExit += (s, e) => Console.WriteLine("exit handler");
        Console.WriteLine("main returns");
        returning.Set();
        return 5;
    }
}
