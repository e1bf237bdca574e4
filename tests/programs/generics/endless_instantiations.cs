// Instantiations without end: those that are used are there, those far away throw instead of being missing.
using System;
using System.Collections.Generic;

struct Box<T> { public T Value; }
class Link<T> { public static int Seen; public static Type Far(int n) => n == 0 ? typeof(T) : Link<Link<T>>.Far(n - 1); }
static class Program
{
    static int Grow<T>(int n) => n == 0 ? typeof(T).IsValueType ? 1 : 2 : 1 + Grow<Box<T>>(n - 1);
    static int Both<T, U>(int n) => n == 0 ? 0 : 1 + Both<(T, U), (U, T)>(n - 1);
    static string Try(Func<object> f) { try { return f().ToString()!; } catch (TypeLoadException) { return "TypeLoadException"; } }
    static void Main()
    {
        Console.WriteLine(Grow<int>(4) + " " + Grow<string>(4) + " " + Both<int, string>(3) + " " + Both<string, string>(3) + " " + Link<string>.Far(3));
    }
}
