// Objects with IDynamicInterfaceCastable, and arrays of several dimensions, as reflection sees them.
using System; using System.Reflection; using System.Runtime.InteropServices; using System.Linq;
interface IFoo { string Foo(); } interface IBar { }
[DynamicInterfaceCastableImplementation] interface IFooImpl : IFoo { string IFoo.Foo() => "dyn foo"; }
class Cast : IDynamicInterfaceCastable { public RuntimeTypeHandle GetInterfaceImplementation(RuntimeTypeHandle t) => t.Equals(typeof(IFoo).TypeHandle) ? typeof(IFooImpl).TypeHandle : default; public bool IsInterfaceImplemented(RuntimeTypeHandle t, bool throwIfNot) => t.Equals(typeof(IFoo).TypeHandle); }
static class P { static void Try(string what, Func<object> f) { try { Console.WriteLine($"{what}: {f() ?? "null"}"); } catch (Exception e) { Console.WriteLine($"{what}: {e.GetType().Name} | {e.Message} | {e.InnerException?.Message}"); } }
 static void Main() { object c = new Cast();
  Try("is", () => c is IFoo); Try("isinst", () => typeof(IFoo).IsInstanceOfType(c)); Try("bar", () => typeof(IBar).IsInstanceOfType(c)); Try("assignable", () => typeof(IFoo).IsAssignableFrom(typeof(Cast)));
  Try("invoke", () => typeof(IFoo).GetMethod("Foo").Invoke(c, null));
  Try("store", () => { var a = new IFoo[1]; a[0] = (IFoo)c; return a[0].Foo(); }); Try("store md", () => { var a = new IFoo[1, 1]; a[0, 0] = (IFoo)c; return a[0, 0].Foo(); });
  Try("store bad", () => { object[] a = new IFoo[1]; a[0] = "text"; return a[0]; }); Try("store obj", () => { object[] a = new IFoo[1]; a[0] = c; return a[0]; }); Try("store bar", () => { object[] a = new IBar[1]; a[0] = c; return a[0]; });
  Try("set value", () => { Array a = new IFoo[1]; a.SetValue(c, 0); return ((IFoo)a.GetValue(0)).Foo(); }); Try("copy", () => { var a = new IFoo[2]; Array.Copy(new object[] { c, null }, a, 2); return a[0].Foo(); });
  Try("copy bad", () => { var a = new IBar[2]; Array.Copy(new object[] { null, c }, a, 2); return a[0]; }); Try("cast", () => new object[] { c }.Cast<IFoo>().First().Foo()); Try("of type", () => new object[] { c, 1 }.OfType<IFoo>().Count());
  Try("deleg", () => ((Func<string>)typeof(IFoo).GetMethod("Foo").CreateDelegate(typeof(Func<string>), c))());
  Try("bad", () => typeof(IFoo).GetMethod("Foo").Invoke(new object(), null));
  Try("md", () => typeof(int[,]).GetMethod("Get")); Try("md ctor", () => typeof(int[,]).GetConstructors().Length);
 } }
