// All types of an assembly, its entry point and attributes; GUIDs, layouts, constraints, nested types, names of types, interfaces of arrays.
// unsafe
using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
[module: System.Runtime.CompilerServices.SkipLocalsInit]
[assembly: AssemblyMetadata("k", "v")]
[assembly: AssemblyTitle("ttl")]
public interface IA<T> { } public class C1<T, U> where T : class, IA<U>, new() where U : struct, Enum { } public class C2<T> where T : unmanaged { public void M<X>() where X : struct, IComparable<T>, IDisposable { } }
[Guid("12345678-1234-1234-1234-123456789abc")] public class Guided { }
public enum En { A = 1, B = 5 } public struct St { public int X; internal string S; } internal class Hidden { } public static class Stat { public class Nest { private class Deep { } } }
unsafe class Fp { public delegate*<int, string, void> f; public delegate* unmanaged[Cdecl]<byte*, double> g; public delegate* managed<ref int, ref readonly long> h; public delegate*<delegate*<int>, void>[] arr; }
static unsafe class P
{
    static void Try(string what, Func<object> f)
    {
        try { Console.WriteLine($"{what}: {f() ?? "null"}"); } catch (Exception e) { Console.WriteLine($"{what}: {e.GetType().Name} {e.Message}"); }
    }
    static string J(IEnumerable<object> l) => string.Join(", ", l.Select(x => x?.ToString()));
    static void Main() { Scan.Run(); Rest(); }
    static void Rest()
    {
        var a = typeof(P).Assembly;
        Try("fp", () => typeof(delegate*<int, int>).ToString());
        Try("fp name", () => typeof(delegate*<int, int>).Name + "|" + typeof(delegate*<int, int>).FullName + "|" + typeof(delegate*<int, int>).Namespace + "|" + typeof(delegate*<int,int>).AssemblyQualifiedName);
        Try("fp is", () => typeof(delegate*<int, int>).IsFunctionPointer + "|" + typeof(delegate*<int, int>).IsUnmanagedFunctionPointer + typeof(delegate* unmanaged<int>).IsUnmanagedFunctionPointer+ typeof(delegate*<int>).IsPointer+ typeof(delegate*<int>).IsClass+ typeof(delegate*<int>).IsValueType+ typeof(delegate*<int>).Attributes);
        Try("fp params", () => J(typeof(delegate*<int, string, void>).GetFunctionPointerParameterTypes()));
        Try("fp ret", () => typeof(delegate*<int, string, void>).GetFunctionPointerReturnType());
        Try("fp conv", () => J(typeof(delegate*<int, string, void>).GetFunctionPointerCallingConventions()));
        Try("fp unm", () => typeof(delegate* unmanaged[Cdecl]<byte*, double>).ToString() + J(typeof(delegate* unmanaged[Cdecl]<byte*, double>).GetFunctionPointerCallingConventions()));
        foreach (var f in typeof(Fp).GetFields()) { Try("field", () => f.ToString()); Try("ft", () => f.FieldType); Try("mod", () => f.GetModifiedFieldType());}
        Try("same", () => typeof(Fp).GetField("f").FieldType == typeof(delegate*<int, string, void>));
        Try("types", () => J(a.GetTypes().Where(t => !t.Name.Contains("<")).OrderBy(t => t.FullName)));
        Try("defined", () => J(a.DefinedTypes.Where(t => !t.Name.Contains("<")).OrderBy(t => t.FullName)));
        Try("exported", () => J(a.ExportedTypes.OrderBy(t => t.FullName)));
        Try("modtypes", () => a.ManifestModule.GetTypes().Length > 5);
        Try("constraints", () => J(typeof(C1<,>).GetGenericArguments().SelectMany(g => g.GetGenericParameterConstraints())));
        Try("constraints", () => J(typeof(C1<,>).GetGenericArguments().Select(g => (object)g.GenericParameterAttributes)));
        Try("constraints2", () => J(typeof(C2<>).GetGenericArguments().SelectMany(g => g.GetGenericParameterConstraints())));
        Try("constraints2", () => J(typeof(C2<>).GetGenericArguments().Select(g => (object)g.GenericParameterAttributes)));
        Try("constraintsM", () => J(typeof(C2<>).GetMethod("M").GetGenericArguments().SelectMany(g => g.GetGenericParameterConstraints())));
        Try("guid", () => typeof(Guided).GUID);
        Try("guid2", () => typeof(Guided).GUID == typeof(Guided).GUID);
        Try("entry", () => a.EntryPoint);
        Try("entry2", () => typeof(object).Assembly.EntryPoint);
        Try("entry3", () => Assembly.GetEntryAssembly().EntryPoint.DeclaringType);
        Try("attr", () => J(a.GetCustomAttributes<AssemblyMetadataAttribute>().Select(m => m.Key + m.Value)));
        Try("attr", () => a.GetCustomAttribute<AssemblyTitleAttribute>()?.Title);
        Try("modattr", () => J(a.ManifestModule.GetCustomAttributes(false)));
        Try("loc", () => a.Location.Length > 0 ? "" : "");
        Try("struct layout", () => typeof(St).StructLayoutAttribute?.Value);
        Try("gettype", () => Type.GetType("Stat+Nest"));
        Try("gettype", () => Type.GetType("stat+nest", false, true));
        Try("gettype", () => a.GetType("C1`2"));
        Try("gettype", () => Type.GetType("System.Collections.Generic.List`1[[System.Int32]]"));
        Try("gettype", () => Type.GetType("Nope", true));
        Try("gettype", () => a.GetType("En[,]"));
        Try("nested", () => J(typeof(Stat).GetNestedTypes()));
        Try("nested", () => J(typeof(Stat.Nest).GetNestedTypes(BindingFlags.NonPublic)));
        Try("typecode", () => Type.GetTypeCode(typeof(En)));
        Try("module", () => typeof(St).Module + " " + a.ManifestModule.Name + " " + a.GetModules().Length + a.GetName().Name + a.FullName);
        Try("fw", () => a.GetForwardedTypes().Length);
        Try("isdef", () => a.IsDefined(typeof(AssemblyTitleAttribute)));
        Try("codebase", () => a.ImageRuntimeVersion + a.IsDynamic + a.IsCollectible + a.ReflectionOnly + a.HostContext);
        Try("mbody", () => typeof(P).GetMethod("J", BindingFlags.NonPublic|BindingFlags.Static).Name);
        Try("open", () => typeof(List<>).GetMethods().Length > 10);
        Try("open", () => typeof(List<>).GetMethod("Add"));
        Try("open", () => typeof(Dictionary<,>).GetInterfaces().Length);
        Try("task", () => typeof(Task<>).BaseType + " " + typeof(Task<>).GetProperty("Result"));
        Try("getmembers", () => J(typeof(St).GetMember("X").Concat(typeof(St).GetMember("To*"))));
        Try("IsByRefLike", () => typeof(Span<>).IsByRefLike);
        Try("Nullable", () => Nullable.GetUnderlyingType(typeof(int?)) + " " + Nullable.GetUnderlyingType(typeof(Nullable<>)));
        Try("func", () => typeof(Func<,>).GetMethod("Invoke"));
        Try("funcp", () => J(typeof(Func<,>).GetGenericArguments().Select(g => (object)g.GenericParameterAttributes)));
        Try("array", () => J(typeof(int[]).GetInterfaces().OrderBy(x => x.ToString()))); 
    }
}
[StructLayout(LayoutKind.Explicit, Size = 24, Pack = 4)] struct Ex { [FieldOffset(0)] public int A; [FieldOffset(8)] public long B; [FieldOffset(8)] public double C; }
[StructLayout(LayoutKind.Sequential, Pack = 1)] struct Packed { public byte A; public int B; }
[StructLayout(LayoutKind.Auto)] struct Aut { public byte A; }
interface IPlugin { string Name { get; } } class PluginA : IPlugin { public string Name => "A"; } class PluginB : IPlugin { public string Name => "B"; } abstract class PluginBase : IPlugin { public abstract string Name { get; } } class PluginC<T> : PluginBase { public override string Name => "C" + typeof(T); }
static class Scan
{
    public static void Run()
    {
        foreach (var t in typeof(Scan).Assembly.GetTypes().Where(t => typeof(IPlugin).IsAssignableFrom(t) && !t.IsAbstract && !t.IsGenericType && !t.IsInterface)) Console.WriteLine(((IPlugin)Activator.CreateInstance(t)).Name);
        foreach (var t in typeof(Scan).Assembly.GetTypes().Where(t => t.Name.StartsWith("Plugin"))) Console.WriteLine($"{t} {t.BaseType} {t.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Length} {t.GetProperty("Name")}");
        foreach (var t in new[] { typeof(Ex), typeof(Packed), typeof(Aut), typeof(PluginA), typeof(int), typeof(DateTime) })
        {
            var l = t.StructLayoutAttribute; Console.WriteLine($"{t} {l?.Value} {l?.Pack} {l?.Size} {l?.CharSet}");
        }
        foreach (var f in typeof(Ex).GetFields()) Console.WriteLine($"{f} {f.GetCustomAttribute<FieldOffsetAttribute>()?.Value}");
        Console.WriteLine(typeof(Packed).GetField("A").GetCustomAttribute<FieldOffsetAttribute>() == null);
        Console.WriteLine(string.Join(",", typeof(Scan).Assembly.GetTypes().Where(t => !t.Name.StartsWith("<")).Select(t => t.FullName)));
        Console.WriteLine(string.Join(",", typeof(string[]).GetInterfaces().Select(t => t.ToString()).OrderBy(t => t, StringComparer.Ordinal)));
        Console.WriteLine(string.Join(",", typeof(Ex[]).GetInterfaces().Select(t => t.ToString()).OrderBy(t => t, StringComparer.Ordinal)));
    }
}
