// The corners of reflection: attributes of every shape, explicit and static interface members, fields of all kinds, conversions of arguments, defaults, errors, delegates, nullability.
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
#nullable enable
[AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = true)] public class Tag : Attribute { public Tag(params object?[]? xs) { Xs = xs; } public Tag(Type t, int[] ns, DayOfWeek d) { Xs = new object[] { t, ns.Length, d }; } public object?[]? Xs; public string? Name { get; set; } public Type[]? Types; public object? Any { get; set; } public DayOfWeek[]? Days; public override string ToString() => $"Tag({(Xs == null ? "null" : string.Join(",", Xs.Select(x => x is Array a ? "[" + string.Join(" ", a.Cast<object>()) + "]" : x?.ToString() ?? "null")))};{Name};{(Types == null ? "" : string.Join("/", Types.Select(t => t?.ToString())))};{(Any is Array b ? b.Length : Any)};{(Days == null ? "" : string.Join("/", Days))})"; }
[AttributeUsage(AttributeTargets.Class, Inherited = false)] public class OnlyMine : Attribute { }
public class GenericTag<T> : Attribute { public T? V; public GenericTag(T v) { V = v; } public override string ToString() => $"GenericTag<{typeof(T)}>({V})"; }
[Tag("a", 1, typeof(List<>), new[] { 1, 2 }, null, DayOfWeek.Friday, Name = "cls", Types = new[] { typeof(int), typeof(Dictionary<,>), typeof(string[,]) }, Any = new object[] { 1, "x" }, Days = new[] { DayOfWeek.Monday }), OnlyMine, GenericTag<string>("g")]
public class Bas<[Tag("gp")] T> { [Tag(null)] public virtual T? V { [Tag("get")] get; [param: Tag("val")] set; } [Tag] public virtual void M([Tag(typeof(int), new int[0], DayOfWeek.Sunday)] T t) { } [Tag("evt")] public event Action? E { add { } remove { } } [Tag("ctor")] public Bas() { } [return: Tag("ret")] public int R() => 1; [Tag("f", Any = 'c')] public int F; }
public class Der : Bas<int> { public override int V { get; set; } public override void M(int t) { } }
interface IEx { int P { get; set; } void M(); event Action Ev; int this[int i] { get; } static abstract int S(); static virtual int SV() => 5; int D() => 9; }
class Ex : IEx { int IEx.P { get; set; } void IEx.M() { } event Action IEx.Ev { add { } remove { } } int IEx.this[int i] => i; static int IEx.S() => 4; public static int Count; public readonly int RO = 3; public static readonly string SRO = "sro"; public const long C = 5; [ThreadStatic] public static int TS; private volatile int vol; }
struct S2 { public int X; public string Y; public readonly int RO; public S2(int x, string y = "dy") { X = x; Y = y; RO = x; } public void Set(int x) => X = x; public override string ToString() => $"{X},{Y},{RO}"; }
class Inv
{
    public int Seen; public Inv() { Seen = 1; } public Inv(int a, ref int b, params string[] rest) { Seen = a + rest.Length; b = 77; } protected Inv(string s) { throw new InvalidOperationException("ctor " + s); }
    public static string Opt(int a, string b = "db", DayOfWeek d = DayOfWeek.Tuesday, decimal m = 1.5m, int? n = 4, S2 s = default, object? o = null, long r = 9, DateTime dt = default) => $"{a}{b}{d}{m}{n}{s}{o}{r}{dt.Ticks}";
    public bool RefOut(ref int a, out string b, in double c, ref S2 s, out object o, ref int? n, ref int[] arr) { a++; b = "out"; s.X += 5; o = c; n = n == null ? 3 : null; arr = new[] { 9 }; return true; }
    public static void Throw(int x) { if (x > 0) throw new ArgumentException("thrown " + x); }
    public static T Ident<T>(T t) => t; public static List<U> Two<T, U>(Dictionary<T, U[]> d) where T : notnull => d.Values.SelectMany(x => x).ToList();
    public string Params(string f, params object[] os) => f + os.Length; public static int Sum(int a, int b) => a + b; public static int Nul(int? x) => x ?? -1; public static string Enm(DayOfWeek d) => d.ToString(); public static long Wide(long l) => l; public static double Dbl(double d) => d; public static string Chr(char c) => "c" + (int)c; public static string Obj(object o) => o?.GetType().ToString() ?? "null"; public static string Str(S2 s) => s.ToString();
}
class NC { public string A = ""; public string? B; public List<string?>? L { get; set; } public string?[] Arr = null!; public Dictionary<string, int?> D { get; set; } = null!; public void M(string? a, string b, int? c) { } public string? R() => null; [System.Diagnostics.CodeAnalysis.AllowNull] public string AN { get; set; } = ""; }
static class P
{
    const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
    static void Try(string what, Func<object?> f) { try { Console.WriteLine($"{what}: {f() ?? "null"}"); } catch (Exception e) { Console.WriteLine($"{what}: {e.GetType().Name} | {e.Message} | {e.InnerException?.GetType().Name} {e.InnerException?.Message}"); } }
    static string J<T>(IEnumerable<T> l) => string.Join("; ", l.Select(x => x is null ? "null" : x is object?[] a ? "{" + J(a) + "}" : x.ToString()));
    static MethodInfo M(string n) => typeof(Inv).GetMethod(n, All)!;
    static object?[] A(params object?[] a) => a;
    static void Main()
    {
        foreach (var t in new[] { typeof(Bas<int>), typeof(Der), typeof(Bas<>) })
        {
            Try("attrs " + t, () => J(t.GetCustomAttributes(true).Where(a => a.GetType().Name != "NullableContextAttribute" && a.GetType().Name != "NullableAttribute").Select(a => a.ToString()).OrderBy(x => x, StringComparer.Ordinal)));
            Try("noinh " + t, () => J(t.GetCustomAttributes(false).Where(a => a is Tag or OnlyMine).Select(a => a.ToString())));
            Try("members " + t, () => J(t.GetMembers(All).Where(m => m.DeclaringType != typeof(object)).OrderBy(m => m.ToString(), StringComparer.Ordinal).Select(m => m.Name + ":" + J(Attribute.GetCustomAttributes(m, typeof(Tag), true).Select(a => a.ToString())))));
            Try("params " + t, () => J(t.GetMethods().OrderBy(m => m.Name).SelectMany(m => m.GetParameters().Append(m.ReturnParameter)).Select(p => p.Name + ":" + J(p.GetCustomAttributes(typeof(Tag), true).Select(a => a.ToString())))));
            Try("generic arg " + t, () => J(t.GetGenericArguments().SelectMany(a => a.GetCustomAttributes<Tag>())));
            Try("data " + t, () => J(t.GetCustomAttributesData().Where(d => d.AttributeType == typeof(Tag)).Select(d => d.ToString())));
        }
        Try("explicit", () => J(typeof(Ex).GetMembers(All).Where(m => m.DeclaringType == typeof(Ex)).OrderBy(m => m.ToString(), StringComparer.Ordinal)));
        Try("iface", () => J(typeof(IEx).GetMembers(All).OrderBy(m => m.ToString(), StringComparer.Ordinal).Select(m => m + " " + ((m as MethodInfo)?.Attributes))));
        Try("map", () => J(typeof(Ex).GetInterfaceMap(typeof(IEx)).TargetMethods.Select(m => m?.ToString()).OrderBy(x => x, StringComparer.Ordinal)));
        Try("explicit P", () => { var e = new Ex(); var p = typeof(Ex).GetProperty("IEx.P", All)!; p.SetValue(e, 4); return p.GetValue(e); });
        Try("iface idx", () => typeof(IEx).GetProperty("Item")!.GetValue(new Ex(), A(6)));
        Try("iface D", () => typeof(IEx).GetMethod("D")!.Invoke(new Ex(), null));
        Try("iface S", () => typeof(Ex).GetMethod("IEx.S", All)!.Invoke(null, null));
        Try("iface SV", () => typeof(IEx).GetMethod("SV")!.Invoke(null, null));
        // fields
        Try("ro", () => { var e = new Ex(); typeof(Ex).GetField("RO")!.SetValue(e, 8); return e.RO; });
        Try("sro", () => { typeof(Ex).GetField("SRO")!.SetValue(null, "n"); return Ex.SRO; });
        Try("const", () => { typeof(Ex).GetField("C")!.SetValue(null, 5L); return null; });
        Try("const get", () => typeof(Ex).GetField("C")!.GetValue(null) + " " + typeof(Ex).GetField("C")!.GetRawConstantValue());
        Try("ts", () => { typeof(Ex).GetField("TS")!.SetValue(null, 12); return Ex.TS + (int)typeof(Ex).GetField("TS")!.GetValue(null)!; });
        Try("static", () => { typeof(Ex).GetField("Count")!.SetValue(null, (byte)12); return Ex.Count; });
        Try("static bad", () => { typeof(Ex).GetField("Count")!.SetValue(null, "s"); return Ex.Count; });
        Try("static long", () => { typeof(Ex).GetField("Count")!.SetValue(null, 5L); return Ex.Count; });
        Try("struct box", () => { object s = new S2(1); typeof(S2).GetField("X")!.SetValue(s, 42); typeof(S2).GetField("Y")!.SetValue(s, null); typeof(S2).GetField("RO")!.SetValue(s, 6); return s; });
        Try("struct call", () => { object s = new S2(1); typeof(S2).GetMethod("Set")!.Invoke(s, A(99)); return s; });
        Try("wrong target", () => typeof(S2).GetField("X")!.GetValue(new object()));
        Try("null target", () => typeof(S2).GetField("X")!.GetValue(null));
        Try("vol", () => typeof(Ex).GetField("vol", All)!.GetValue(new Ex()));
        // invoke
        Try("refout", () => { var a = A(1, null, 2.5, new S2(1), null, null, null); var r = M("RefOut").Invoke(new Inv(), a); return r + J(a) + ((int[])a[6]!)[0]; });
        Try("refout nulls", () => { var a = A(null, null, null, null, null, 5, null); var r = M("RefOut").Invoke(new Inv(), a); return r + J(a); });
        Try("opt missing", () => M("Opt").Invoke(null, BindingFlags.OptionalParamBinding, null, A(1, Type.Missing, Type.Missing, Type.Missing, Type.Missing, Type.Missing, Type.Missing, Type.Missing, Type.Missing, Type.Missing), null));
        Try("opt missing2", () => M("Opt").Invoke(null, A(Type.Missing, "x", Type.Missing, Type.Missing, Type.Missing, Type.Missing, Type.Missing, Type.Missing, Type.Missing, Type.Missing)));
        Try("invokemember opt", () => typeof(Inv).InvokeMember("Opt", BindingFlags.Public | BindingFlags.Static | BindingFlags.InvokeMethod | BindingFlags.OptionalParamBinding, null, null, A(1, "z")));
        Try("invokemember params", () => typeof(Inv).InvokeMember("Params", BindingFlags.Public | BindingFlags.Instance | BindingFlags.InvokeMethod, null, new Inv(), A("f", 1, "b", 2.0)));
        Try("defaults", () => J(M("Opt").GetParameters().Select(p => p.Name + "=" + (p.HasDefaultValue ? p.DefaultValue ?? "null" : "-") + "/" + (p.HasDefaultValue ? p.RawDefaultValue ?? "null" : "-"))));
        Try("throw", () => M("Throw").Invoke(null, A(3)));
        Try("throw nowrap", () => M("Throw").Invoke(null, BindingFlags.DoNotWrapExceptions, null, A(3), null));
        Try("count", () => M("Sum").Invoke(null, A(3)));
        Try("type", () => M("Sum").Invoke(null, A(3, "x")));
        Try("widen", () => M("Wide").Invoke(null, A((byte)3)));
        Try("widen int dbl", () => M("Dbl").Invoke(null, A(3)));
        Try("widen char", () => M("Wide").Invoke(null, A('a')));
        Try("narrow", () => M("Sum").Invoke(null, A(3L, 4)));
        Try("enum from int", () => M("Enm").Invoke(null, A(3)));
        Try("int from enum", () => M("Sum").Invoke(null, A(DayOfWeek.Friday, 1)));
        Try("nullable", () => M("Nul").Invoke(null, A(5)) + " " + M("Nul").Invoke(null, A(new object?[] { null })));
        Try("null to value", () => M("Sum").Invoke(null, A(null, null)));
        Try("null struct", () => M("Str").Invoke(null, A(new object?[] { null })));
        Try("obj", () => M("Obj").Invoke(null, A((int?)5)));
        Try("no target", () => M("Params").Invoke(null, A("f", null)));
        Try("bad target", () => M("Params").Invoke("s", A("f", null)));
        Try("gen open", () => M("Ident").Invoke(null, A(1)));
        Try("gen", () => M("Ident").MakeGenericMethod(typeof(string)).Invoke(null, A("s")) + "" + M("Ident").MakeGenericMethod(typeof(int)).Invoke(null, A(4)));
        Try("gen2", () => J((List<int>)M("Two").MakeGenericMethod(typeof(string), typeof(int)).Invoke(null, A(new Dictionary<string, int[]> { ["a"] = new[] { 1, 2 } }))!));
        Try("use", () => Inv.Ident("x") + Inv.Ident(3) + Inv.Two(new Dictionary<string, int[]>()).Count);
        // constructors
        Try("ctor ref", () => { var a = A(1, 2, new[] { "a", "b" }); var i = (Inv)typeof(Inv).GetConstructor(new[] { typeof(int), typeof(int).MakeByRefType(), typeof(string[]) })!.Invoke(a); return i.Seen + " " + a[1]; });
        Try("ctor throw", () => typeof(Inv).GetConstructor(All, new[] { typeof(string) })!.Invoke(A("q")));
        Try("ctor existing", () => { var i = new Inv { Seen = 50 }; var r = typeof(Inv).GetConstructor(Type.EmptyTypes)!.Invoke(i, null); return i.Seen + " " + (r ?? "null"); });
        Try("activator args", () => Activator.CreateInstance(typeof(S2), 3, "yy"));
        Try("activator struct", () => Activator.CreateInstance(typeof(S2)));
        Try("activator opt", () => Activator.CreateInstance(typeof(S2), BindingFlags.CreateInstance | BindingFlags.Public | BindingFlags.Instance | BindingFlags.OptionalParamBinding, null, A(5, Type.Missing), null));
        Try("activator params", () => { int b = 0; return ((Inv)Activator.CreateInstance(typeof(Inv), 4, b, "p", "q")!).Seen; });
        Try("activator none", () => Activator.CreateInstance(typeof(S2), "a", "b", "c"));
        Try("activator abstract", () => Activator.CreateInstance(typeof(IEx)));
        Try("activator nonpublic", () => Activator.CreateInstance(typeof(Inv), All, null, A("np"), null));
        Try("activator string", () => Activator.CreateInstance(typeof(string), 'x', 3));
        Try("activator T", () => Activator.CreateInstance<S2>());
        Try("activator name", () => Activator.CreateInstance(typeof(Inv).Assembly.FullName!, "Inv")!.Unwrap() is Inv);
        Try("uninit", () => ((Inv)RuntimeHelpers.GetUninitializedObject(typeof(Inv))).Seen);
        // delegates
        Try("cd static", () => ((Func<int, int, int>)Delegate.CreateDelegate(typeof(Func<int, int, int>), M("Sum")))(1, 2));
        Try("cd name", () => ((Func<int, int, int>)Delegate.CreateDelegate(typeof(Func<int, int, int>), typeof(Inv), "Sum"))(1, 5));
        Try("cd target", () => ((Func<string, object[], string>)Delegate.CreateDelegate(typeof(Func<string, object[], string>), new Inv(), "Params"))("n", new object[2]));
        Try("cd case", () => ((Func<string, object[], string>)Delegate.CreateDelegate(typeof(Func<string, object[], string>), new Inv(), "pARAMS", true))("n", new object[2]));
        Try("cd open", () => ((Func<Inv, string, object[], string>)M("Params").CreateDelegate(typeof(Func<Inv, string, object[], string>)))(new Inv(), "o", new object[1]));
        Try("cd closed static", () => ((Func<string>)M("Obj").CreateDelegate(typeof(Func<string>), "first"))());
        Try("cd bad", () => Delegate.CreateDelegate(typeof(Func<int>), M("Sum")));
        Try("cd nothrow", () => Delegate.CreateDelegate(typeof(Func<int>), M("Sum"), false));
        Try("cd variance", () => ((Func<string, object>)Delegate.CreateDelegate(typeof(Func<string, object>), M("Obj")))("v"));
        Try("cd generic", () => M("Sum").CreateDelegate<Func<int, int, int>>()(3, 4));
        Try("dyninvoke", () => new Func<int, int, int>(Inv.Sum).DynamicInvoke(1, (short)2));
        Try("dyninvoke bad", () => new Func<int, int, int>(Inv.Sum).DynamicInvoke(1));
        Try("dyninvoke throw", () => new Action<int>(Inv.Throw).DynamicInvoke(1));
        Try("nullability", () => { var c = new NullabilityInfoContext(); return J(typeof(NC).GetFields().Select(f => { var n = c.Create(f); return f.Name + n.ReadState + n.WriteState + n.ElementType?.ReadState + J(n.GenericTypeArguments.Select(g => g.ReadState)); }).Concat(typeof(NC).GetProperties().Select(f => { var n = c.Create(f); return f.Name + n.ReadState + n.WriteState + J(n.GenericTypeArguments.Select(g => g.ReadState)); })).Concat(typeof(NC).GetMethod("M")!.GetParameters().Select(p => p.Name + c.Create(p).ReadState)).Append("R" + c.Create(typeof(NC).GetMethod("R")!.ReturnParameter).ReadState)); });
        Try("makegeneric", () => Activator.CreateInstance(typeof(List<>).MakeGenericType(typeof(S2)))!.GetType() + " " + new List<S2>().Count);
        Try("array md", () => { var a = (int[,])Array.CreateInstance(typeof(int), 2, 3); a[1, 2] = 5; return a.Length + " " + a.GetValue(1, 2); });
        Try("methodbody", () => MethodBase.GetCurrentMethod()!.Name);
        Try("invoker", () => MethodInvoker.Create(M("Sum")).Invoke(null, 4, 5));
        Try("ctorinvoker", () => ConstructorInvoker.Create(typeof(S2).GetConstructors()[0]).Invoke(4, "i"));
        Try("typedesc", () => J(typeof(Bas<int>).GetProperty("V")!.GetAccessors().Select(a => a.ToString())));
    }
}
