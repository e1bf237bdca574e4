// Exception filters run in the first pass, before the finally blocks of the frames below them.
using System;

class P
{
    static bool Say(string s, bool result) { Console.WriteLine(s); return result; }

    static void Thrower()
    {
        try { throw new Exception("x"); }
        finally { Console.WriteLine("finally of thrower"); }
    }

    static void Middle()
    {
        try { Thrower(); }
        catch (ArgumentException) { Console.WriteLine("never"); }
        catch (Exception) when (Say("filter of middle", false)) { Console.WriteLine("never"); }
        finally { Console.WriteLine("finally of middle"); }
    }

    static void Main()
    {
        try { Middle(); }
        catch (Exception e) when (Say("first filter of main", false)) { Console.WriteLine("never " + e); }
        catch (Exception e) when (Say("second filter of main " + e.Message, true)) { Console.WriteLine("caught"); }
        finally { Console.WriteLine("finally of main"); }
    }
}
