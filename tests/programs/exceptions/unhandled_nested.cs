// The report of an unhandled exception with inner exceptions and a message of several lines.
// exit: 134
using System;
using System.Runtime.CompilerServices;

class ReportException : Exception
{
    public ReportException(string m, Exception inner) : base(m, inner) { }
}

class P
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Low(int[] a, int i)
    {
        int r = a[i];
        return r + 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Middle<T>(T t, int[] a)
    {
        try { int r = Low(a, 3); return r + 1; }
        catch (IndexOutOfRangeException e) { throw new ReportException("line one\nline two", e); }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Main()
    {
        Console.WriteLine("start");
        int r = Middle(5, new int[1]);
        Console.WriteLine(r);
    }
}
