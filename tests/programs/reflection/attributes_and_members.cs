// Attributes with arguments, and members found by name on types named in the code: methods, properties, fields, constructors, Invoke, Activator, enums, delegates.
#pragma warning disable CS0649
using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Reflection;

[AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = true)] class InfoAttribute : Attribute
{
    public string Name { get; } public int Level { get; set; } public Type Of; public string[] Tags; public DayOfWeek Day { get; set; }
    public InfoAttribute(string name) { Name = name; }
    public InfoAttribute(int n, params object[] rest) { Name = n + ":" + string.Join("/", rest); }
    public override string ToString() => $"{Name} {Level} {Of} {(Tags == null ? "-" : string.Join("+", Tags))} {Day}";
}
class MarkAttribute : Attribute { } class GenAttribute<T> : Attribute { public Type T0 => typeof(T); }
[Info("base", Level = 2, Of = typeof(List<int>), Tags = new[] { "a", "b" }, Day = DayOfWeek.Friday)] class Base
{
    [Info("virt")] public virtual string Virt([Info("param")] int x) => "base" + x; public int Pub = 1;
}
[Info(5, "x", 2.5, typeof(string), null), Mark, Gen<string>, Serializable] class Derived : Base
{
    public Derived() { } public Derived(int a, string b) { Pub = a; Prop = b; } public string Prop { get; set; } = "p";
    public override string Virt(int x) => "derived" + x; public static int Stat(int a, int b) => a * b; string Priv() => "private" + Pub;
    public T Gen<T>(T t) => t; public void Thrower() => throw new InvalidOperationException("inner"); [Mark] public readonly int Field = 7;
    public static string SField = "sf"; public int this[int i] => i * 2; public event Action Ev; public void Raise() => Ev?.Invoke();
    public const int K = 9; [Obsolete("old")] public void Old() { }
}
enum En { [Info("first")] A, B } struct St { public int X; public override string ToString() => "St" + X; }
static class Fac
{
    public static object Make([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type t)
        => Activator.CreateInstance(t);
}

class P
{
    static void Main()
    {
        foreach (InfoAttribute a in typeof(Derived).GetCustomAttributes<InfoAttribute>().OrderBy(a => a.Name)) Console.WriteLine(a);
        Console.WriteLine(typeof(Derived).IsDefined(typeof(MarkAttribute), false) + ""
            + Attribute.IsDefined(typeof(Base), typeof(MarkAttribute)) + typeof(Derived).GetCustomAttribute<GenAttribute<string>>().T0
            + typeof(Base).GetCustomAttribute<InfoAttribute>().Tags.Length
            + typeof(Derived).GetMethod("Old").GetCustomAttribute<ObsoleteAttribute>().Message
            + typeof(Derived).GetField("Field").IsDefined(typeof(MarkAttribute))
            + typeof(Base).GetMethod("Virt").GetParameters()[0].GetCustomAttribute<InfoAttribute>().Name
            + typeof(En).GetField("A").GetCustomAttribute<InfoAttribute>().Name);
        object d = Activator.CreateInstance(typeof(Derived)); var d2 = (Derived)Activator.CreateInstance(typeof(Derived), 3, "q");
        Console.WriteLine(d.GetType().Name + d2.Pub + d2.Prop + Activator.CreateInstance<Derived>().Prop + Fac.Make(typeof(St))
            + Fac.Make(typeof(List<string>)).GetType() + Activator.CreateInstance(typeof(int)));
        Console.WriteLine((string)typeof(Derived).GetMethod("Virt").Invoke(d2, new object[] { 4 })
            + typeof(Base).GetMethod("Virt").Invoke(d2, new object[] { 5 })
            + typeof(Derived).GetMethod("Stat").Invoke(null, new object[] { 6, 7 })
            + typeof(Derived).GetMethod("Priv", BindingFlags.NonPublic | BindingFlags.Instance).Invoke(d2, null)
            + typeof(Derived).GetProperty("Prop").GetValue(d2) + typeof(Derived).GetField("Field").GetValue(d)
            + typeof(Derived).GetField("SField").GetValue(null) + typeof(Derived).GetField("K").GetRawConstantValue());
        typeof(Derived).GetProperty("Prop").SetValue(d2, "set"); typeof(Base).GetField("Pub").SetValue(d2, 44);
        Console.WriteLine(d2.Prop + d2.Pub + typeof(Derived).GetProperty("Item").GetValue(d2, new object[] { 8 }));
        try
        {
            typeof(Derived).GetMethod("Thrower").Invoke(d, null);
        }
        catch (TargetInvocationException e) { Console.WriteLine(e.InnerException.Message); }
        try
        {
            typeof(Derived).GetMethod("Stat").Invoke(null, new object[] { 1 });
        }
        catch (TargetParameterCountException) { Console.WriteLine("count"); }
        try
        {
            typeof(Derived).GetMethod("Stat").Invoke(null, new object[] { 1, "x" });
        }
        catch (ArgumentException) { Console.WriteLine("argument"); }
        Console.WriteLine((typeof(Derived).GetMethod("None") == null) + "" + (typeof(Derived).GetProperty("None") == null));
        Console.WriteLine(string.Join(",",
            typeof(Derived).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(m => m.Name)
                .Order(StringComparer.Ordinal))
            + " "
            + string.Join(",", typeof(Derived).GetProperties().Select(p => p.PropertyType.Name + p.Name + p.CanWrite).Order(StringComparer.Ordinal))
            + " "
            + string.Join(",",
                typeof(Derived).GetFields().Select(f => f.FieldType.Name + f.Name + f.IsStatic + f.IsInitOnly + f.IsLiteral).Order(StringComparer.Ordinal))
            + " "
            + string.Join(";",
                typeof(Derived).GetConstructors()
                    .Select(c => string.Join(",", c.GetParameters().Select(p => p.ParameterType.Name + " " + p.Name)))
                    .Order(StringComparer.Ordinal)));
        var mi = typeof(Derived).GetMethod("Stat");
        Console.WriteLine(mi + " " + mi.ReturnType + mi.IsStatic + mi.IsPublic + mi.DeclaringType.Name + mi.GetParameters().Length);
        var f2 = mi.CreateDelegate<Func<int, int, int>>();
        Console.WriteLine(f2(3, 4) + ((Func<int, int, int>)Derived.Stat).Method.Name + (((Func<int, int, int>)Derived.Stat).Method == mi));
        typeof(Derived).GetEvent("Ev").AddEventHandler(d, (Action)(() => Console.Write("raised "))); ((Derived)d).Raise();
        object st = new St(); typeof(St).GetField("X").SetValue(st, 12); Console.WriteLine(st);
        Console.WriteLine(string.Join(",", Enum.GetNames(typeof(En)))
            + typeof(En).GetFields(BindingFlags.Public | BindingFlags.Static).Length
            + Delegate.CreateDelegate(typeof(Func<int, string>), d2, "Virt").DynamicInvoke(9) + ((Delegate)f2).DynamicInvoke(2, 5));
        ConstructorInfo ci = typeof(Derived).GetConstructor(new[] { typeof(int), typeof(string) });
        Console.WriteLine(((Derived)ci.Invoke(new object[] { 1, "ctor" })).Prop);
        Console.WriteLine(typeof(Derived).Assembly == typeof(Base).Assembly);
    }
}
