// Module initializers run once, in order of declaration, before anything of the module; static constructors they need run inside them.
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

static class First
{
    [ModuleInitializer] internal static void Init() => P.Log.Add("first");
    [ModuleInitializer] internal static void Second() { P.Log.Add("second " + Uses.V); }
}
class Uses { public static int V = 5; static Uses() { P.Log.Add("uses cctor"); V *= 2; } }
class Outer { internal class Nested { [ModuleInitializer] public static void Third() { P.Log.Add("third"); P.Value += 7; } } }
struct S { [ModuleInitializer] internal static void InStruct() => P.Log.Add("struct " + P.Log.Count); }

class P
{
    public static readonly List<string> Log = new List<string> { "list" };
    public static int Value = 1;
    static P() { Log.Add("P.cctor"); }
    static void Main() { Log.Add("main"); Console.WriteLine(string.Join(", ", Log) + " " + Value); }
    [ModuleInitializer] internal static void Last()
    {
        Log.Add("last"); try { throw new Exception("caught"); } catch (Exception e) { Log.Add(e.Message); }
    }
}
