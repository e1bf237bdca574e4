// List<string> and other instantiations over reference types share code and still know their exact types.
using System;
using System.Collections.Generic;

class Node<T>
{
    public T Value;
    public Node<T> Next;
    public static int Count;
    public Node(T value, Node<T> next) { Value = value; Next = next; Count++; }
    public T[] ToArray()
    {
        var list = new List<T>();
        for (var n = this; n != null; n = n.Next) list.Add(n.Value);
        return list.ToArray();
    }
    public override string ToString() => typeof(T).Name + ":" + Value + (Next == null ? "" : "," + Next);
}

class P
{
    static void Main()
    {
        var names = new List<string> { "delta", "alpha", "charlie", "bravo" };
        names.Sort(string.CompareOrdinal);
        Console.WriteLine(string.Join(" ", names));
        Console.WriteLine(names.ConvertAll(s => s.Length).IndexOf(7));
        var n = new Node<string>("a", new Node<string>("b", null));
        var m = new Node<object>(n, null);
        Console.WriteLine(n + " " + m);
        Console.WriteLine(Node<string>.Count + " " + Node<object>.Count + " " + Node<P>.Count);
        Console.WriteLine(n.ToArray().GetType() + " " + m.ToArray().GetType());
        object o = n;
        Console.WriteLine((o is Node<string>) + " " + (o is Node<object>));
        Console.WriteLine(names.GetType());
    }
}
