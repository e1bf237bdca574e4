// Types that only attributes or texts name, members asked for through TypeInfo, and the trace of the environment.
using System;
using System.Reflection;
using System.Runtime.CompilerServices;

[AttributeUsage(AttributeTargets.All)]
class WorkedByAttribute : Attribute
{
    public WorkedByAttribute(Type first) { First = first; }
    public Type First { get; }
    public Type Second { get; set; }
    public Type[] Others;
}

class Smith
{
    int hammers = 3;
    public int Strike(int times) => times * hammers;
    static string Song() => "clang";
}

class Baker
{
    public string Name { get; set; } = "rye";
    public event Action Risen { add { } remove { } }
    public string Bake() => Name + " bread";
}

class Cooper { public static int Barrels = 12; class Stave { } }
class Dyer<T> { public string Dip(T cloth) => cloth + " in " + typeof(T).Name; }

[WorkedBy(typeof(Smith), Second = typeof(Baker), Others = new[] { typeof(Cooper), typeof(Dyer<string>) })]
class Village { }

class Fuller { public int Cloths = 4; public string Full() => "fulled " + Cloths; }

class Program
{
    const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    static void Show(Type t)
    {
        Console.WriteLine(t);
        foreach (var m in t.GetMembers(All))
            Console.WriteLine("  " + m.MemberType + " " + m);
    }

    static Type Find(string name) => Type.GetType(name);
    static bool IsKnown(string name) => Type.GetType(name, throwOnError: false) != null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    static string Trace() { var text = Environment.StackTrace; return text.Split('\n')[0].Trim() + "|" + text.Split('\n')[1].Trim().Split(" in ")[0]; }

    static void Main()
    {
        var worked = typeof(Village).GetCustomAttribute<WorkedByAttribute>();
        Show(worked.First);
        Show(worked.Second);
        foreach (var t in worked.Others)
            Show(t);
        var smith = Activator.CreateInstance(worked.First);
        Console.WriteLine(worked.First.GetMethod("Strike").Invoke(smith, new object[] { 4 }));
        Console.WriteLine(worked.First.GetMethod("Song", All).Invoke(null, null));
        var baker = Activator.CreateInstance(worked.Second);
        worked.Second.GetProperty("Name").SetValue(baker, "oat");
        Console.WriteLine(worked.Second.GetMethod("Bake").Invoke(baker, null));
        Console.WriteLine(worked.Others[0].GetField("Barrels").GetValue(null));
        Console.WriteLine(worked.Others[1].GetMethod("Dip").Invoke(Activator.CreateInstance(worked.Others[1]), new object[] { "linen" }));

        object fuller = Activator.CreateInstance(Find("Fuller"));
        Console.WriteLine(fuller.GetType().GetTypeInfo().GetDeclaredField("Cloths").GetValue(fuller));
        Console.WriteLine(fuller.GetType().GetTypeInfo().GetDeclaredMethod("Full").Invoke(fuller, null));
        Console.WriteLine(Type.GetType("System.Runtime.CompilerServices.SuppressIldasmAttribute", throwOnError: false)?.FullName);
        Console.WriteLine(Type.GetType("System.Nowhere", throwOnError: false) == null);
        Console.WriteLine(IsKnown("Village") + " " + IsKnown("Valley"));
        Console.WriteLine(Trace());
    }
}
