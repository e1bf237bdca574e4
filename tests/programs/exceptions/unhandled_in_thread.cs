// An exception that leaves a thread's start method ends the process; finally blocks of its frames do not run before the report.
// exit: 134
// skip-stderr
using System;
using System.Threading;

class P
{
    static void Main()
    {
        AppDomain.CurrentDomain.UnhandledException += (s, e) => Console.WriteLine("event: " + ((Exception)e.ExceptionObject).Message + " " + e.IsTerminating);
        var t = new Thread(() => { Console.WriteLine("in thread"); throw new InvalidOperationException("from thread"); });
        t.Start();
        t.Join();
        Thread.Sleep(10000);
        Console.WriteLine("not reached");
    }
}
