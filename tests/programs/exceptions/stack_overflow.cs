// Endless recursion ends the process with the stack overflow report and an abort.
// exit: 134
// skip-stderr
using System;
using System.Runtime.CompilerServices;

class P
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Endless(int n, string s)
    {
        Span<long> pad = stackalloc long[64];
        pad[n & 63] = n;
        int r = Endless(n + 1, s);
        return r + (int)pad[n & 63] + s.Length;
    }

    static void Main()
    {
        Console.WriteLine("going down");
        try { Console.WriteLine(Endless(1, "s")); }
        catch (Exception) { Console.WriteLine("not caught"); }
    }
}
