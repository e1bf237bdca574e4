// Iterators: yield return and break, laziness, finally in iterators, IEnumerable<T> by hand.
using System;
using System.Collections;
using System.Collections.Generic;

class Countdown : IEnumerable<int>
{
    readonly int _from;
    public Countdown(int from) { _from = from; }
    public IEnumerator<int> GetEnumerator()
    {
        for (int i = _from; i > 0; i--) yield return i;
    }
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

class P
{
    static IEnumerable<long> Fibonacci()
    {
        long a = 0, b = 1;
        while (true)
        {
            yield return a;
            (a, b) = (b, a + b);
        }
    }

    static IEnumerable<string> Noisy(int n)
    {
        Console.Write("[start]");
        try
        {
            for (int i = 0; ; i++)
            {
                if (i == n) yield break;
                yield return "i" + i;
            }
        }
        finally { Console.Write("[finally]"); }
    }

    static void Main()
    {
        foreach (long f in Fibonacci())
        {
            if (f > 1000) break;
            Console.Write(f + " ");
        }
        Console.WriteLine();
        foreach (int i in new Countdown(5)) Console.Write(i);
        Console.WriteLine();
        var lazy = Noisy(3);
        Console.Write("before ");
        foreach (string s in lazy) Console.Write(s);
        Console.WriteLine();
        foreach (string s in lazy) { Console.Write(s); break; }
        Console.WriteLine();
    }
}
