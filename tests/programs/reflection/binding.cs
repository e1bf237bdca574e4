// Method reflection beyond plain calls: interface maps, base definitions, parameters' defaults and attributes, generic methods, binders.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
interface IShape { double Area(); string Name { get; } int Twice(int x) => x * 2; }
interface IGen<T> { T Echo(T x); }
abstract class Base : IShape { public abstract double Area(); public virtual string Name => "base"; public virtual void V(int i) => Console.WriteLine("Base.V " + i); protected internal virtual object Cov() => 1; }
class Mid : Base, IGen<int>, IGen<string> { public override double Area() => 2; public override string Name => "mid"; public override void V(int i) => Console.WriteLine("Mid.V " + i); int IGen<int>.Echo(int x) => x + 1; public string Echo(string s) => s + "!"; }
sealed class Leaf : Mid, IShape { public new void V(int i) => Console.WriteLine("Leaf.V " + i); double IShape.Area() => 77; protected internal override string Cov() => "cov"; }
struct Val : IShape { public double Area() => 3; public string Name => "val"; public override string ToString() => "Val!"; }
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)] class MarkAttribute : Attribute { public MarkAttribute(string t, params int[] n) { Text = t; Numbers = n; } public string Text; public int[] Numbers; public Type Type { get; set; } public override string ToString() => $"Mark({Text}; {string.Join("/", Numbers)}; {Type})"; }
class Defaults
{
    public static string M([Mark("p1")] int a, string b = "dflt", double c = 2.5, DayOfWeek d = DayOfWeek.Friday, long? e = null, object f = null, decimal g = 12.34m, int h = 8, DateTime when = default, params string[] rest) => $"{a} {b} {c} {d} {e} {f} {g} {h} {when.Ticks} {rest?.Length}";
    [return: Mark("ret")] public int Out(out int x, ref string y, in long z) { x = 5; y += "?"; return (int)z; }
    public int this[int i, string s = "k"] { get => i; set { } }
    public event Action<int> Ev;
    public void Raise(int i) => Ev?.Invoke(i);
}
class Methods
{
    public static string Gen<T>(T x) => typeof(T) + ":" + x;
    public string Two<A, B>(A a, B b) where A : class where B : struct => typeof(A).Name + typeof(B).Name;
    public virtual string Virt<T>() => "Methods.Virt " + typeof(T);
    public static void Over(int i) => Console.WriteLine("int"); public static void Over(string i) => Console.WriteLine("string"); public static void Over(object i) => Console.WriteLine("object"); public static void Over(long i) => Console.WriteLine("long");
}
class Derived : Methods { public override string Virt<T>() => "Derived.Virt " + typeof(T); }
class P
{
    static void Map(Type t, Type i) { var m = t.GetInterfaceMap(i); Console.WriteLine($"{m.TargetType} as {m.InterfaceType}"); for (int k = 0; k < m.InterfaceMethods.Length; k++) Console.WriteLine($"  {m.InterfaceMethods[k]} -> {m.TargetMethods[k]?.DeclaringType} {m.TargetMethods[k]}"); }
    static void Main()
    {
        Map(typeof(Mid), typeof(IShape)); Map(typeof(Leaf), typeof(IShape)); Map(typeof(Mid), typeof(IGen<int>)); Map(typeof(Mid), typeof(IGen<string>)); Map(typeof(Val), typeof(IShape));
        foreach (string n in new[] { "V", "Area", "get_Name", "ToString", "Cov", "Echo" })
            foreach (Type t in new[] { typeof(Base), typeof(Mid), typeof(Leaf) })
            {
                MethodInfo m = t.GetMethod(n, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly);
                if (m != null) Console.WriteLine($"{t}.{n}: {m.GetBaseDefinition().DeclaringType} {m.ReturnType} {m.Attributes}");
            }
        foreach (ParameterInfo p in typeof(Defaults).GetMethod("M").GetParameters()) Console.WriteLine($"{p.Position} {p.Name} {p.ParameterType} {p.HasDefaultValue} {p.IsOptional} {p.Attributes} {(p.HasDefaultValue ? p.DefaultValue ?? "null" : "-")} {(p.HasDefaultValue ? p.RawDefaultValue ?? "null" : "-")} [{string.Join(" ", p.GetCustomAttributes(false).Select(a => a is MarkAttribute ? a.ToString() : a.GetType().Name))}] {p.IsDefined(typeof(ParamArrayAttribute), false)}");
        foreach (ParameterInfo p in typeof(Defaults).GetMethod("Out").GetParameters()) Console.WriteLine($"{p} out={p.IsOut} in={p.IsIn} {p.ParameterType.IsByRef}");
        Console.WriteLine(typeof(Defaults).GetMethod("Out").ReturnParameter + " " + typeof(Defaults).GetMethod("Out").ReturnTypeCustomAttributes.GetCustomAttributes(false).Length);
        object[] args = { 0, "y", 9L }; Console.WriteLine(typeof(Defaults).GetMethod("Out").Invoke(new Defaults(), args) + " " + args[0] + " " + args[1]);
        var md = typeof(Defaults).GetMethod("M"); Console.WriteLine(md.Invoke(null, BindingFlags.OptionalParamBinding, null, new object[] { 4, Type.Missing, 1.5, Type.Missing, 3L, Type.Missing, Type.Missing, 8, DateTime.MaxValue, new string[2] }, CultureInfo.InvariantCulture));
        PropertyInfo ix = typeof(Defaults).GetProperty("Item"); Console.WriteLine(ix + " " + string.Join(",", ix.GetIndexParameters().Select(p => p.ToString())) + " " + ix.GetValue(new Defaults(), new object[] { 4, "a" }));
        EventInfo ev = typeof(Defaults).GetEvent("Ev"); Console.WriteLine(ev + " " + ev.EventHandlerType + " " + ev.AddMethod + " " + ev.IsMulticast); var df = new Defaults(); Action<int> h = i => Console.WriteLine("event " + i); ev.AddEventHandler(df, h); df.Raise(3); ev.RemoveEventHandler(df, h); df.Raise(4);
        MethodInfo g = typeof(Methods).GetMethod("Gen");
        Console.WriteLine($"{g} {g.IsGenericMethod} {g.IsGenericMethodDefinition} {g.ContainsGenericParameters} {g.GetGenericArguments()[0]} {g.GetGenericArguments()[0].GenericParameterPosition} {g.GetGenericArguments()[0].DeclaringMethod} {g.GetParameters()[0].ParameterType.IsGenericParameter}");
        MethodInfo gi = g.MakeGenericMethod(typeof(int)); Console.WriteLine(gi + " " + gi.Invoke(null, new object[] { 5 }) + " " + gi.IsGenericMethodDefinition + " " + gi.GetGenericArguments()[0] + " " + (gi.GetGenericMethodDefinition() == g) + " " + gi.ReturnType);
        Console.WriteLine(g.MakeGenericMethod(typeof(string)).Invoke(null, new object[] { "s" }) + " " + (g.MakeGenericMethod(typeof(int)) == gi) + " " + g.MakeGenericMethod(typeof(int)).Equals(gi));
        MethodInfo two = typeof(Methods).GetMethod("Two"); Console.WriteLine(two + " " + string.Join(",", two.GetGenericArguments().Select(a => a + " " + a.GenericParameterAttributes)) + " " + two.MakeGenericMethod(typeof(string), typeof(double)).Invoke(new Methods(), new object[] { "a", 1.0 }));
        foreach (Methods o in new[] { new Methods(), new Derived() }) Console.WriteLine(typeof(Methods).GetMethod("Virt").MakeGenericMethod(typeof(DateTime)).Invoke(o, null));
        try { g.Invoke(null, new object[] { 1 }); } catch (InvalidOperationException e) { Console.WriteLine(e.Message); }
        try { two.MakeGenericMethod(typeof(int)); } catch (ArgumentException e) { Console.WriteLine(e.Message); }
        foreach (object o in new object[] { 1, "s", 2L, 1.5, (byte)3 }) typeof(Methods).InvokeMember("Over", BindingFlags.InvokeMethod | BindingFlags.Public | BindingFlags.Static, null, null, new[] { o });
        try { typeof(Methods).GetMethod("Over"); } catch (AmbiguousMatchException e) { Console.WriteLine(e.Message); }
        Console.WriteLine(typeof(Methods).GetMethod("Over", new[] { typeof(long) }) + " " + typeof(Methods).GetMethods().Count(m => m.Name == "Over"));
        Console.WriteLine(typeof(List<>).MakeGenericType(typeof(Leaf)) == typeof(List<Leaf>));
        object list = Activator.CreateInstance(typeof(List<>).MakeGenericType(typeof(Mid))); list.GetType().GetMethod("Add").Invoke(list, new object[] { new Leaf() }); Console.WriteLine(list.GetType().GetProperty("Count").GetValue(list));
        Console.WriteLine(typeof(Dictionary<,>).MakeGenericType(typeof(string), typeof(int)).GetConstructor(Type.EmptyTypes).Invoke(null));
    }
}
