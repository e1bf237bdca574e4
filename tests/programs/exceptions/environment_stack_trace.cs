// Environment.StackTrace and StackTrace from Main, from methods in tail position, from default interface methods and lambdas.
using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;

interface IReport<T>
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    void Report(T t) => Program.Print(Environment.StackTrace);
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected static void Shared(IReport<T> self, T t) => Program.Print(Environment.StackTrace);
    void Deep(T t);
}
interface IDeep<T> : IReport<T>
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    void IReport<T>.Deep(T t) { Shared(this, t); Console.WriteLine("-"); }
}
class Reporter : IDeep<string> { }

static class Program
{
    public static void Print(string trace)
    {
        foreach (string line in trace.Split(Environment.NewLine))
        {
            int file = line.IndexOf(" in ");
            Console.WriteLine(file < 0 ? line : line.Substring(0, file));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Inner(int depth)
    {
        if (depth > 0) return Inner(depth - 1) + 1;
        Print(Environment.StackTrace);
        Print(new StackTrace().ToString());
        Print(new StackTrace(1).ToString());
        return new StackTrace().FrameCount;
    }

    static void Main()
    {
        Print(Environment.StackTrace);
        Console.WriteLine(Environment.StackTrace.StartsWith("   at System.Environment.get_StackTrace()"));
        Console.WriteLine(Inner(2));
        IReport<string> r = new Reporter();
        r.Report("a");
        r.Deep("b");
        Console.WriteLine(new StackTrace().FrameCount);
        try { throw new InvalidOperationException("here"); }
        catch (Exception e) { Print(e.StackTrace); }
    }
}
