// The arguments reach Main; its result is the exit code.
// args: one two-2 --three=ü 4
// exit: 4
using System;

class P
{
    static int Main(string[] args)
    {
        Console.WriteLine(args.Length);
        foreach (string a in args) Console.WriteLine(a + " " + a.Length);
        Console.WriteLine(Environment.GetCommandLineArgs().Length);
        return int.Parse(args[^1]);
    }
}
