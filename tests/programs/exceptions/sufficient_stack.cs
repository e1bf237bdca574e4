// RuntimeHelpers.EnsureSufficientExecutionStack throws before the stack is gone, and the program goes on.
using System;
using System.Runtime.CompilerServices;
using System.Threading;

class P
{
    static int Down(int n) { RuntimeHelpers.EnsureSufficientExecutionStack(); return Down(n + 1) + 1; }
    static int Try(int n) => RuntimeHelpers.TryEnsureSufficientExecutionStack() ? n < 100 ? Try(n + 1) : n : -1;

    static void Work()
    {
        Console.WriteLine(Try(0));
        for (int i = 0; i < 2; i++)
        {
            try { Down(0); }
            catch (InsufficientExecutionStackException e) { Console.WriteLine(e.Message.Length > 0); }
        }
    }

    static void Main()
    {
        var t = new Thread(Work, 384 << 10);
        t.Start();
        t.Join();
        Console.WriteLine(Try(0));
    }
}
