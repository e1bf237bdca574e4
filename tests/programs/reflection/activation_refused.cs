// unsafe
// Types that can't be activated, and why.
using System; using System.Collections.Generic; using System.Runtime.CompilerServices; using System.Threading;
abstract class Abstract { public Abstract() { } } interface IFace { } static class Stat { } delegate void Del(); class NoDefault { public NoDefault(int x) { } } class Private { Private() { } } ref struct RefLike { } enum E { A } class G<T> { } struct WithCtor { public int X; public WithCtor() { X = 7; } } class Throwing { public Throwing() => throw new InvalidOperationException("inside"); }
unsafe class P {
 static void Try(string what, Func<object> f) { try { Console.WriteLine($"{what}: {f() ?? "null"}"); } catch (Exception e) { Console.WriteLine($"{what}: {e.GetType().Name} | {e.Message} | {e.InnerException?.Message}"); } }
 static void Main() {
  Type[] all = { typeof(int[]), typeof(int[,]), typeof(int*), typeof(int).MakeByRefType(), typeof(delegate*<int, void>), typeof(Del), typeof(string), typeof(Abstract), typeof(IFace), typeof(Stat), typeof(G<>), typeof(RefLike), typeof(E), typeof(void), typeof(NoDefault), typeof(Private), typeof(int?), typeof(WithCtor), typeof(Throwing), typeof(Span<int>), typeof(Array), typeof(ValueType), typeof(Enum), typeof(G<int>), typeof(Type), typeof(List<>.Enumerator), typeof(Delegate), typeof(TypedReference) };
  foreach (var t in all) { Try("uninit " + t, () => RuntimeHelpers.GetUninitializedObject(t)); if (!t.IsByRefLike) { Try("create " + t, () => Activator.CreateInstance(t)); Try("nonpublic " + t, () => Activator.CreateInstance(t, true)); } }
  Try("null", () => Activator.CreateInstance(null)); Try("generic", () => Activator.CreateInstance<NoDefault>()); Try("generic abstract", () => Activator.CreateInstance<Abstract>()); Try("generic string", () => Activator.CreateInstance<string>()); Try("generic array", () => Activator.CreateInstance<int[]>()); Try("throwing", () => Activator.CreateInstance<Throwing>()); Try("args", () => Activator.CreateInstance(typeof(NoDefault), "x")); Try("args2", () => Activator.CreateInstance(typeof(NoDefault), 1)); Try("string args", () => Activator.CreateInstance(typeof(string), 'x', 3));
 } }
