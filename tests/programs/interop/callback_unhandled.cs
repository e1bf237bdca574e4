// An exception that leaves a callback ends the process as unhandled, after callbacks that went well.
// exit: 134
using System;
using System.Runtime.InteropServices;

delegate int Compare(in int a, in int b);
static class N { [DllImport("libc")] public static extern void qsort([In, Out] int[] a, nint n, nint size, Compare c); }
class P
{
    static void Main()
    {
        int[] a = { 3, 1, 2 }; int calls = 0;
        N.qsort(a, 3, 4, (in int x, in int y) => x - y); Console.WriteLine(string.Join(",", a));
        try
        {
            N.qsort(a, 3, 4, (in int x, in int y) => { if (++calls == 2) throw new InvalidOperationException("leaves the callback"); return y - x; });
        }
        catch (Exception e) { Console.WriteLine("not here " + e); }
        Console.WriteLine("nor here");
    }
}
