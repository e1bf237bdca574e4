// Console.WriteLine of a literal.
using System;

class P
{
    static void Main() => Console.WriteLine("hello");
}
