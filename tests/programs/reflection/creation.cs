// Activator with arguments, arrays that no code names, uninitialised objects, types by name.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
namespace App { public class Thing { public string T; public Thing() { T = "none"; } public Thing(int i) { T = "int " + i; } public Thing(string s, double d = 1) { T = s + d; } private Thing(char c) { T = "private " + c; } public Thing(params object[] all) { T = "params " + all.Length; } protected Thing(long l) { } public override string ToString() => T; public class Nested<U> { public U V; } } public struct Pod { public int A, B; public Pod(int a, int b) { A = a; B = b; } public override string ToString() => A + ":" + B; } public abstract class Abs { } public interface IFace { } public class NoDef { public NoDef(int x) { } } public class Boom { public Boom() { throw new Exception("boom"); } } public static class Stat { } public class Generic<A, B> { public override string ToString() => typeof(A).Name + typeof(B).Name; } }
class P
{
    static void Try(string n, Func<object> a) { try { Console.WriteLine(n + " -> " + a()); } catch (Exception e) { Console.WriteLine(n + " " + e.GetType().Name + ": " + e.Message + (e.InnerException == null ? "" : " <- " + e.InnerException.GetType().Name + e.InnerException.Message)); } }
    static void Main()
    {
        Type t = typeof(App.Thing);
        Try("()", () => Activator.CreateInstance(t)); Try("int", () => Activator.CreateInstance(t, 5)); Try("string,double", () => Activator.CreateInstance(t, "s", 2.5)); Try("private", () => Activator.CreateInstance(t, BindingFlags.Instance | BindingFlags.NonPublic, null, new object[] { 'q' }, null)); Try("params", () => Activator.CreateInstance(t, 1, 2, 3)); Try("byte widened", () => Activator.CreateInstance(t, (byte)9));
        Try("pod", () => Activator.CreateInstance(typeof(App.Pod), 3, 4)); Try("pod()", () => Activator.CreateInstance(typeof(App.Pod))); Try("abs", () => Activator.CreateInstance(typeof(App.Abs))); Try("iface", () => Activator.CreateInstance(typeof(App.IFace))); Try("nodef", () => Activator.CreateInstance(typeof(App.NoDef))); Try("boom", () => Activator.CreateInstance(typeof(App.Boom))); Try("boom<T>", () => Activator.CreateInstance<App.Boom>()); Try("noctor", () => Activator.CreateInstance(typeof(App.NoDef), "x")); Try("open", () => Activator.CreateInstance(typeof(List<>))); Try("null", () => Activator.CreateInstance(null)); 
        Try("nullable", () => Activator.CreateInstance(typeof(int?)) ?? "null"); Try("uninit", () => RuntimeHelpers.GetUninitializedObject(typeof(App.Boom)).GetType());
        Try("generic", () => Activator.CreateInstance(typeof(App.Generic<,>).MakeGenericType(typeof(int), typeof(string))));
        Try("ctor", () => t.GetConstructor(new[] { typeof(int) }).Invoke(new object[] { 8 })); Try("ctor again", () => { var o = new App.Thing(); t.GetConstructor(new[] { typeof(int) }).Invoke(o, new object[] { 8 }); return o; });
        Try("name", () => Activator.CreateInstance("creation", "App.Thing").Unwrap()); Try("asm", () => Assembly.GetExecutingAssembly().CreateInstance("App.Thing"));
        foreach (string n in new[] { "App.Thing", "App.Thing, creation", "App.Thing, creation, Version=0.0.0.0, Culture=neutral, PublicKeyToken=null", "app.thing", "App.Thing[]", "App.Thing[,]", "App.Thing&", "App.Thing*", "App.Thing+Nested`1[[System.Int32]]", "System.Collections.Generic.List`1[[App.Thing, creation]]", "System.Collections.Generic.Dictionary`2[[System.String],[System.Int32[]]]", "System.Text.StringBuilder, System.Private.CoreLib", "Nope", "App.Thing, nope", "", "System.String[][]" })
            Try(n, () => Type.GetType(n)?.ToString() ?? "null");
        Try("ignore case", () => Type.GetType("app.thing", true, true)); Try("throw", () => Type.GetType("Nope.Nope", true)); Try("asm throw", () => Type.GetType("X, nope", true));
        object unused = new object[] { typeof(App.Thing.Nested<int>), typeof(List<App.Thing>), new Dictionary<string, int[]>(), typeof(App.Thing[]), typeof(App.Thing[,]), typeof(App.Thing).MakeByRefType(), typeof(App.Thing).MakePointerType() };
        Try("arr", () => Array.CreateInstance(typeof(App.Pod), 3).GetType()); Try("arr2", () => Array.CreateInstance(typeof(App.Pod), 2, 3).GetType()); Try("arr3", () => Array.CreateInstance(typeof(App.Thing), new[] { 2, 2, 2 }, new[] { 1, 2, 3 }).GetLowerBound(2)); Try("arrlb", () => Array.CreateInstance(typeof(int), new[] { 2 }, new[] { 5 }).GetType()); Try("jag", () => Array.CreateInstance(typeof(DateTime[][]), 1).GetType());
        Try("set", () => { Array a = Array.CreateInstance(typeof(App.Pod), 2); a.SetValue(new App.Pod(1, 2), 1); return a.GetValue(1); }); Try("mk", () => typeof(App.Boom).MakeArrayType().MakeArrayType(2)); Try("from", () => Array.CreateInstanceFromArrayType(typeof(decimal[]), 2).Length);
        Try("void", () => Array.CreateInstance(typeof(void), 1)); Try("openarr", () => Array.CreateInstance(typeof(List<>), 1)); Try("byref", () => Array.CreateInstance(typeof(Span<int>), 1)); Try("neg", () => Array.CreateInstance(typeof(int), -1));
        Try("resize", () => { Array a = Array.CreateInstance(typeof(TimeSpan), 3); Array.Copy(new[] { TimeSpan.Zero, TimeSpan.MaxValue }, a, 2); return string.Join(",", a.Cast<TimeSpan>()); }); Try("ilist", () => Array.CreateInstance(typeof(Guid), 3) is IList<Guid>); Try("ienum", () => ((IEnumerable<Guid>)Array.CreateInstance(typeof(Guid), 3)).Count());
    }
}
