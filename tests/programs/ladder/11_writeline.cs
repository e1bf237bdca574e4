// Console.Write and WriteLine of primitive values, and string concatenation.
using System;

class P
{
    static void Main()
    {
        Console.WriteLine(0);
        Console.WriteLine(-2147483648);
        Console.WriteLine(4294967295u);
        Console.WriteLine(-9223372036854775808L);
        Console.WriteLine(true);
        Console.WriteLine('c');
        Console.Write("a");
        Console.Write('b');
        Console.Write(12);
        Console.WriteLine();
        int n = 7;
        string s = "n = " + n + ", twice " + n * 2;
        Console.WriteLine(s);
        Console.WriteLine(s + "/" + null + "/" + 'x' + false);
        object o = n;
        Console.WriteLine(o);
        Console.WriteLine((string)null);
    }
}
