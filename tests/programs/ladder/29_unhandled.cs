// An unhandled exception ends the program with exit code 134; the output before it is kept.
// exit: 134
using System;
using System.Runtime.CompilerServices;

class OddException : Exception
{
    public OddException(string m) : base(m) { }
}

class P
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Deep(int n)
    {
        if (n == 0) throw new OddException("no way down");
        return Deep(n - 1) + 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Work()
    {
        Console.WriteLine("working");
        Console.WriteLine(Deep(2));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Main()
    {
        Work();
        Console.WriteLine("not reached");
    }
}
