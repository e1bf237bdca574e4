// Messages and type names of framework exceptions and of a custom exception.
using System;
using System.Collections.Generic;

class ShopException : Exception
{
    public ShopException(string message, Exception inner) : base(message, inner) { }
}
class PlainException : Exception { }

class P
{
    static void Try(Action a)
    {
        try { a(); Console.WriteLine("no exception"); }
        catch (Exception e)
        {
            Console.WriteLine(e.GetType() + ": " + e.Message + (e.InnerException == null ? "" : " <- " + e.InnerException.Message));
        }
    }

    static void Main()
    {
        object o = "s"; string none = null; int zero = 0; int[] a = new int[2]; object[] objects = new string[1];
        Try(() => throw new ShopException("closed", new Exception("inner")));
        Try(() => throw new PlainException());
        Try(() => none.Trim());
        Try(() => a[2] = 1);
        Try(() => Console.WriteLine(1 / zero));
        Try(() => Console.WriteLine(checked(int.MaxValue + zero + 1)));
        Try(() => Console.WriteLine((int)o));
        Try(() => Console.WriteLine((List<int>)o));
        Try(() => objects[0] = new object());
        Try(() => Console.WriteLine(new int[zero - 1]));
        Try(() => int.Parse("x1"));
        Try(() => byte.Parse("256"));
        Try(() => "abc".Substring(4));
        Try(() => throw new ArgumentNullException("name"));
        Try(() => throw new ArgumentException("bad", "name"));
        Try(() => new List<int>(-1));
        Try(() => new Queue<int>().Dequeue());
        Try(() => string.Format("{0} {1}", 1));
    }
}
