// An exception that nobody handles: type, message, inner exception and stack trace go to standard error.
using System.Runtime.CompilerServices;

class Program
{
    static int Main(string[] args)
    {
        Console.WriteLine("before");
        try
        {
            return new Worker("w").Start(args.Length, args);
        }
        finally
        {
            Console.WriteLine("finally");
        }
    }
}

class Worker(string name)
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Start(int count, string[] texts)
    {
        try
        {
            return Divide(count, texts.Length);
        }
        catch (DivideByZeroException e)
        {
            throw new WorkException($"{name} failed with {count}", e);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Divide(int dividend, int divisor) => dividend / divisor;
}

class WorkException(string message, Exception inner) : Exception(message, inner);
