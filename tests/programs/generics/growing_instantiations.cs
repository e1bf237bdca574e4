// Instantiations that grow without end at run time are cut off with an exception; those that end do not.
using System;
using System.Collections.Generic;

class Node<T>
{
    public static int Depth(int n) => n == 0 ? 0 : 1 + Node<Node<T>>.Depth(n - 1);
    public virtual string Name(int n) => n == 0 ? typeof(T).Name : new Node<T[]>().Name(n - 1);
}
struct Pair<A, B> { public A First; public B Second; }
static class Program
{
    static int Wrap<T>(int n, T value)
    {
        if (n == 0) return value!.GetType().ToString().Length;
        return Wrap(n - 1, new List<T> { value });
    }
    static string Nest<T>(int n) where T : class => n == 0 ? typeof(T).ToString() : Nest<Tuple<T>>(n - 1);
    static void Main()
    {
        Console.WriteLine(Node<string>.Depth(5));
        Console.WriteLine(new Node<object>().Name(4));
        Console.WriteLine(Wrap(3, "x"));
        Console.WriteLine(Nest<string>(4));
    }
}
