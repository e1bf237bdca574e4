// A static constructor that fails under Main ends the program with the report of both exceptions.
// exit: 134
using System;
using System.Runtime.CompilerServices;

class Config
{
    public static int Value;

    static Config()
    {
        Value = Load("not a number");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Load(string s)
    {
        if (s.Length > 3) throw new InvalidOperationException("cannot load " + s);
        return s.Length;
    }
}

class P
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Main()
    {
        Console.WriteLine("start");
        Console.WriteLine(Config.Value);
    }
}
