// Function pointer types by reflection; pointers and function pointers as values of fields, arguments and results; results by reference.
// unsafe
using System;
using System.Linq;
using System.Reflection;
unsafe class Fp<T> where T : unmanaged { public delegate*<T, T[], void> f; public delegate* unmanaged[Cdecl]<byte*, double> g; public delegate* managed<ref int, ref readonly long> h; public delegate*<delegate*<int>, void>[] arr; public void M(delegate*<int, ref readonly string> p, delegate* unmanaged[Stdcall]<T*, void>* q) { } public static delegate*<int, int> Inc() => &P.Add; public delegate*<int, int> Prop { get; set; } }
static unsafe class P
{
    public static int Add(int x) => x + 1;
    public static void Take(delegate*<int, int> f, int* p, out int r) { r = f(*p); }
    public static delegate*<int, int> Give(int* p) => &Add;
    static string J<X>(System.Collections.Generic.IEnumerable<X> l) => string.Join("; ", l);
    static void Show(Type t)
    {
        Console.WriteLine($"[{t}] name=[{t.Name}] full=[{t.FullName}] ns=[{t.Namespace}] aqn=[{t.AssemblyQualifiedName}] fp={t.IsFunctionPointer} un={t.IsUnmanagedFunctionPointer} ptr={t.IsPointer} elem={t.HasElementType} {t.GetElementType()} {t.IsClass} {t.IsValueType} {t.IsPublic} {t.Attributes} {t.BaseType} gen={t.IsGenericType} {t.GetGenericArguments().Length} open={t.ContainsGenericParameters} code={Type.GetTypeCode(t)} sig={t.IsSignatureType} vis={t.IsVisible} prim={t.IsPrimitive} nested={t.IsNested} asm={t.Assembly.GetName().Name} kind={t.MemberType} und={t.UnderlyingSystemType}");
        Console.WriteLine("  " + (t.IsFunctionPointer ? J(t.GetFunctionPointerParameterTypes()) + " -> " + t.GetFunctionPointerReturnType() + " conv " + J(t.GetFunctionPointerCallingConventions()) : ""));
        if (!t.IsArray) Console.WriteLine($"  {t.GetMethods().Length} {t.GetFields().Length} {t.GetInterfaces().Length} {t.GetProperties().Length} {t.GetConstructors().Length} {t.IsAssignableFrom(typeof(void*))} {t.IsAssignableFrom(t)} {typeof(object).IsAssignableFrom(t)} {t.IsSubclassOf(typeof(object))} {t.IsInstanceOfType(new object())}");
    }
    static void Main()
    {
        Show(typeof(delegate*<int, int>)); Show(typeof(delegate* unmanaged<int, void>)); Show(typeof(delegate* unmanaged[Cdecl]<int, void>)); Show(typeof(delegate*<void>)); Show(typeof(delegate*<ref int, in long, ref readonly byte>));
        Show(typeof(delegate*<int, int>*)); Show(typeof(delegate*<int, int>[])); Show(typeof(delegate*<delegate* unmanaged<int*>, System.Collections.Generic.List<string>>));
        Console.WriteLine(typeof(delegate*<int, int>) == typeof(delegate*<int, int>));
        Console.WriteLine(typeof(delegate* unmanaged<int, int>) == typeof(delegate*<int, int>));
        Console.WriteLine(typeof(delegate* unmanaged[Cdecl]<int, int>) == typeof(delegate* unmanaged[Stdcall]<int, int>));
        Console.WriteLine(typeof(delegate* unmanaged[Cdecl]<int, int>) == typeof(delegate* unmanaged<int, int>));
        Console.WriteLine(typeof(delegate*<ref int, void>) == typeof(delegate*<in int, void>));
        Console.WriteLine(typeof(delegate* unmanaged[SuppressGCTransition]<int, int>) == typeof(delegate* unmanaged<int, int>));
        foreach (var t in new[] { typeof(Fp<int>), typeof(Fp<>) })
        {
            foreach (var m in t.GetMembers().OrderBy(m => m.ToString())) Console.WriteLine(m.MemberType + " " + m);
            foreach (var f in t.GetFields()) Show(f.FieldType);
            foreach (var p in t.GetMethod("M").GetParameters()) Show(p.ParameterType);
        }
        Console.WriteLine(typeof(Fp<int>).GetMethod("Inc").ReturnType == typeof(delegate*<int, int>));
        Console.WriteLine(typeof(Fp<int>).GetProperty("Prop"));
        // values cross as boxed pointers
        int x = 41;
        var give = typeof(P).GetMethod("Give");
        object fp = give.Invoke(null, [Pointer.Box(&x, typeof(int*))]);
        Console.WriteLine(fp.GetType() + " " + (fp is IntPtr));
        var args = new object[] { fp, Pointer.Box(&x, typeof(int*)), 0 };
        typeof(P).GetMethod("Take").Invoke(null, args);
        Console.WriteLine(args[2]);
        try { typeof(int).GetFunctionPointerReturnType(); } catch (Exception e) { Console.WriteLine(e.GetType() + e.Message); }
        P2.Run();
        foreach (var p in typeof(Action).GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static).OrderBy(p => p.Name)) Console.WriteLine(p + " " + p.DeclaringType);
    }
}
unsafe class Holder { public int* P; public static delegate*<int, int> F; public void* V; public int** PP; private int v = 7; public ref int Ref() => ref v; public ref readonly string Str(string[] a, int i) => ref a[i]; public char* Chars(char* c, nint n) => c + n; public void Out(out int* p, ref delegate*<int, int> f) { p = P; f = &P2.Neg; } }
static class P2 { public static int Neg(int x) => -x;
 static unsafe void Try(string what, Func<object> f) { try { Console.WriteLine($"{what}: {f() ?? "null"}"); } catch (Exception e) { Console.WriteLine($"{what}: {e.GetType().Name} {e.InnerException?.GetType().Name} {e.Message}"); } }
 static unsafe object Un(object p) => p is Pointer q ? "ptr " + *(int*)Pointer.Unbox(q) : p;
 public static unsafe void Run() {
   int x = 5, y = 9; var h = new Holder { P = &x }; Holder.F = &P.Add; var t = typeof(Holder); nint px = (nint)(&x), py = (nint)(&y);
   Try("get", () => Un(t.GetField("P").GetValue(h)));
   Try("type", () => t.GetField("P").GetValue(h).GetType());
   Try("set", () => { t.GetField("P").SetValue(h, Pointer.Box((void*)py, typeof(int*))); return *h.P; });
   Try("set intptr", () => { t.GetField("P").SetValue(h, px); return *h.P; });
   Try("set bad", () => { t.GetField("P").SetValue(h, 5); return *h.P; });
   Try("set bad pointer", () => { t.GetField("P").SetValue(h, Pointer.Box((void*)py, typeof(byte*))); return *h.P; });
   Try("set void", () => { t.GetField("V").SetValue(h, Pointer.Box((void*)py, typeof(byte*))); return *(int*)h.V; });
   Try("set null", () => { t.GetField("P").SetValue(h, null); return h.P == null; });
   Try("get null", () => t.GetField("P").GetValue(h) is Pointer p && Pointer.Unbox(p) == null);
   Try("fn get", () => t.GetField("F").GetValue(null).GetType());
   Try("fn call", () => ((delegate*<int, int>)(nint)t.GetField("F").GetValue(null))(1));
   Try("fn set", () => { t.GetField("F").SetValue(null, (nint)(delegate*<int, int>)&Neg); return Holder.F(3); });
   Try("ref", () => t.GetMethod("Ref").Invoke(h, null));
   Try("ref str", () => t.GetMethod("Str").Invoke(h, [new[] { "a", "b" }, 1]));
   Try("ref str out", () => t.GetMethod("Str").Invoke(h, [new[] { "a", "b" }, 2]));
   fixed (char* c = "hello") { nint pc = (nint)c; Try("chars", () => *(char*)Pointer.Unbox((Pointer)t.GetMethod("Chars").Invoke(h, [Pointer.Box((void*)pc, typeof(char*)), (nint)1]))); 
     Try("chars intptr", () => *(char*)Pointer.Unbox((Pointer)t.GetMethod("Chars").Invoke(h, [pc, (nint)4]))); }
   Try("chars null", () => Pointer.Unbox((Pointer)t.GetMethod("Chars").Invoke(h, [null, (nint)4])) == (void*)8);
   h.P = &x;
   Try("out", () => { var a = new object[] { null, null }; t.GetMethod("Out").Invoke(h, a); return Un(a[0]) + " " + a[1]?.GetType(); });
 } }
