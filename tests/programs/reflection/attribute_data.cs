// CustomAttributeData: constructor, arguments and named arguments as they are written, on all kinds of targets.
#pragma warning disable
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Reflection;
[assembly: Rich("asm", Kind = Kind.Two)]
[module: Rich("mod")]
enum Kind : short { One = 1, Two = -2 }
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
class RichAttribute : Attribute
{
    public RichAttribute(string s) { S = s; }
    public RichAttribute(string s, int i, double d, char c, bool b, Type t, Kind k, object o) { S = s + i + d + c + b + t + k + o; }
    public RichAttribute(params object[] all) { S = all == null ? "null" : "all" + all.Length; }
    public RichAttribute(Type[] types, Kind[] kinds, byte[] bytes) { S = "arrays" + types.Length + kinds.Length + bytes.Length; }
    public string S; public Kind Kind { get; set; } public int Field; public object Any; public string[] Strings { get; set; } public Type Type;
    public override string ToString() => $"Rich {S} {Kind} {Field} {Any} {Strings?.Length} {Type}";
}
class GenAttribute<T> : Attribute { public T Value { get; set; } }
[Rich("s", 1, 2.5, 'c', true, typeof(List<int>), Kind.One, "boxed", Field = 4, Any = Kind.Two, Strings = new[] { "x", null }, Type = typeof(C[]))]
[Rich(1, "two", null, typeof(int), 'x', Kind.One, new[] { 1, 2 })]
[Rich(new[] { typeof(int), null }, new[] { Kind.One, Kind.Two }, new byte[] { 1, 2, 3 })]
[Gen<int>(Value = 5), Obsolete("old", false)]
class C
{
    [Rich("field")] public int F;
    [Rich("prop")] public int P { [Rich("get")] get; [param: Rich("value")] set; }
    [Rich("event")] public event Action E { add { } remove { } }
    [Rich("method")] [return: Rich("ret")] public void M<[Rich("tp")] T>([Rich("param")] int p = 3) { }
    [Rich("ctor")] public C() { }
    [Rich("nested")] public class N { }
}
[Rich("derived")] class D : C { }
class Prog
{
    static string Arg(CustomAttributeTypedArgument a) => a.Value is ReadOnlyCollection<CustomAttributeTypedArgument> l ? $"{a.ArgumentType}[{string.Join(", ", l.Select(Arg))}]" : $"{a.ArgumentType}:{a.Value ?? "null"}";
    static void Show(string what, IList<CustomAttributeData> list)
    {
        foreach (var d in list)
        {
            if (d.AttributeType.Namespace == "System.Runtime.CompilerServices" || d.AttributeType.Namespace == "System.Diagnostics") continue;
            Console.WriteLine($"{what}: {d.AttributeType} | {d.Constructor} | {string.Join("; ", d.ConstructorArguments.Select(Arg))} | {string.Join("; ", d.NamedArguments.Select(n => n.MemberName + (n.IsField ? " field " : " prop ") + n.MemberInfo.DeclaringType + " = " + Arg(n.TypedValue)))}");
            Console.WriteLine("   " + d);
        }
    }
    static void Main()
    {
        Show("type", CustomAttributeData.GetCustomAttributes(typeof(C))); Show("derived", typeof(D).GetCustomAttributesData()); Show("nested", typeof(C.N).GetCustomAttributesData());
        Show("field", typeof(C).GetField("F").GetCustomAttributesData()); Show("prop", typeof(C).GetProperty("P").GetCustomAttributesData()); Show("get", typeof(C).GetMethod("get_P").GetCustomAttributesData()); Show("value", typeof(C).GetMethod("set_P").GetParameters()[0].GetCustomAttributesData());
        Show("event", typeof(C).GetEvent("E").GetCustomAttributesData()); Show("method", typeof(C).GetMethod("M").GetCustomAttributesData()); Show("param", typeof(C).GetMethod("M").GetParameters()[0].GetCustomAttributesData()); Show("ret", typeof(C).GetMethod("M").ReturnParameter.GetCustomAttributesData());
        Show("ctor", typeof(C).GetConstructors()[0].GetCustomAttributesData()); Show("tp", typeof(C).GetMethod("M").GetGenericArguments()[0].GetCustomAttributesData());
        Show("assembly", Assembly.GetExecutingAssembly().GetCustomAttributesData().Where(a => a.AttributeType == typeof(RichAttribute)).ToList()); Show("module", typeof(C).Module.GetCustomAttributesData());
        foreach (object a in typeof(C).GetCustomAttributes(false)) Console.WriteLine(a is RichAttribute ? a : a.GetType());
        foreach (var a in typeof(D).GetCustomAttributes<RichAttribute>(true)) Console.WriteLine(a);
        Console.WriteLine(typeof(C).GetCustomAttribute<GenAttribute<int>>().Value + " " + typeof(D).IsDefined(typeof(RichAttribute), true) + " " + Attribute.IsDefined(typeof(D), typeof(ObsoleteAttribute)) + typeof(C).GetMethod("M").GetGenericArguments()[0].GetCustomAttributes(false).Length);
        try { typeof(C).GetCustomAttribute<RichAttribute>(); } catch (AmbiguousMatchException e) { Console.WriteLine(e.Message); }
        Console.WriteLine(typeof(C).CustomAttributes.Count() + " " + typeof(C).GetCustomAttributes(typeof(RichAttribute), true).GetType());
    }
}
