// The methods and constructors that arrays have for reflection.
using System; using System.Reflection; using System.Linq;
struct Pair { public int A; public string B; public override string ToString() => A + B; }
static class P {
 static void Try(string what, Func<object> f) { try { Console.WriteLine($"{what}: {f() ?? "null"}"); } catch (Exception e) { Console.WriteLine($"{what}: {e.GetType().Name} | {e.Message} | {e.InnerException?.GetType().Name}"); } }
 static void Show(Type t) {
  Console.WriteLine(t);
  foreach (var m in t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly | BindingFlags.NonPublic | BindingFlags.Static)) Console.WriteLine($"  {m} {m.Attributes} {m.CallingConvention} {m.MethodImplementationFlags} {m.MetadataToken:x} {m.DeclaringType} {m.ReflectedType} {m.IsVirtual} {m.ReturnType} [{string.Join(";", m.GetParameters().Select(p => p.Name + ":" + p.Position + ":" + p.ParameterType + ":" + p.Attributes))}]");
  foreach (var c in t.GetConstructors()) Console.WriteLine($"  {c} {c.Attributes} {c.MetadataToken:x} {c.DeclaringType} [{string.Join(";", c.GetParameters().Select(p => p.ParameterType.ToString()))}]");
 }
 static void Main() {
  Show(typeof(int[,])); Show(typeof(string[])); Show(typeof(int[][])); Show(typeof(Pair[,,])); Show(typeof(object[,][])); Show(typeof(int[][,][]));
  var a = new int[3, 4]; var get = typeof(int[,]).GetMethod("Get"); var set = typeof(int[,]).GetMethod("Set");
  Try("set", () => set.Invoke(a, new object[] { 1, 2, 42 })); Try("get", () => get.Invoke(a, new object[] { 1, 2 }));
  Try("range", () => get.Invoke(a, new object[] { 3, 0 })); Try("null", () => get.Invoke(null, new object[] { 0, 0 })); Try("count", () => get.Invoke(a, new object[] { 0 })); Try("type", () => get.Invoke("x", new object[] { 0, 0 }));
  Try("widen", () => { set.Invoke(a, new object[] { (byte)0, (short)0, 'c' }); return a[0, 0]; }); Try("misfit", () => set.Invoke(a, new object[] { 0, 0, "s" }));
  var s = new string[2]; Try("sset", () => { typeof(string[]).GetMethod("Set").Invoke(s, new object[] { 1, "one" }); return s[1]; }); Try("sget", () => typeof(string[]).GetMethod("Get").Invoke(s, new object[] { 0 }));
  object[] covariant = new string[1]; Try("covariant", () => typeof(object[]).GetMethod("Set").Invoke(covariant, new object[] { 0, new object() })); Try("covariant ok", () => { typeof(object[]).GetMethod("Set").Invoke(covariant, new object[] { 0, "x" }); return covariant[0]; });
  var p = new Pair[2, 2, 2]; Try("pset", () => { typeof(Pair[,,]).GetMethod("Set").Invoke(p, new object[] { 1, 0, 1, new Pair { A = 5, B = "b" } }); return p[1, 0, 1]; }); Try("pget", () => typeof(Pair[,,]).GetMethod("Get").Invoke(p, new object[] { 1, 0, 1 }));
  Try("pnull", () => { typeof(Pair[,,]).GetMethod("Set").Invoke(p, new object[] { 1, 0, 1, null }); return p[1, 0, 1].B; });
  var n = new int?[1, 1]; Try("nset", () => { typeof(int?[,]).GetMethod("Set").Invoke(n, new object[] { 0, 0, 7 }); return n[0, 0]; }); Try("nget", () => typeof(int?[,]).GetMethod("Get").Invoke(n, new object[] { 0, 0 })); Try("nnull", () => { typeof(int?[,]).GetMethod("Set").Invoke(n, new object[] { 0, 0, null }); return typeof(int?[,]).GetMethod("Get").Invoke(n, new object[] { 0, 0 }); });
  var ctors = typeof(int[,]).GetConstructors();
  Try("new", () => { var x = (int[,])ctors[0].Invoke(new object[] { 2, 3 }); return x.GetLength(0) + "," + x.GetLength(1); }); Try("new bounds", () => { var x = (int[,])ctors[1].Invoke(new object[] { -1, 2, 5, 3 }); return x.GetLowerBound(0) + "," + x.GetUpperBound(0) + "," + x.GetLowerBound(1) + "," + x.GetUpperBound(1); });
  Try("negative", () => ctors[0].Invoke(new object[] { -1, 3 })); Try("activator", () => ((int[,])Activator.CreateInstance(typeof(int[,]), 4, 5)).Length); Try("activator sz", () => ((string[])Activator.CreateInstance(typeof(string[]), 6)).Length); Try("activator none", () => Activator.CreateInstance(typeof(string[])));
  Try("jagged", () => { var x = (int[][])typeof(int[][]).GetConstructor(new[] { typeof(int), typeof(int) }).Invoke(new object[] { 2, 3 }); return x.Length + "," + x[1].Length; });
  Try("lower", () => { var x = Array.CreateInstance(typeof(int), new[] { 2, 2 }, new[] { 5, 7 }); x.SetValue(9, 6, 8); return get.Invoke(x, new object[] { 6, 8 }); });
  Try("invokemember", () => typeof(int[,]).InvokeMember("Get", BindingFlags.InvokeMethod, null, a, new object[] { 1, 2 })); Try("again", () => ReferenceEquals(get, typeof(int[,]).GetMethod("Get"))); Try("eq", () => get == typeof(int[,]).GetMethod("Get"));
  Try("dynamic", () => get.GetCustomAttributes(true).Length); Try("base", () => get.GetBaseDefinition()); Try("body", () => get.IsGenericMethod); Try("members", () => string.Join(",", typeof(int[,]).GetMembers(BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Public).Select(m => m.MemberType + " " + m.Name)));
  Try("all", () => typeof(int[,]).GetMethods().Length == typeof(Array).GetMethods(BindingFlags.Public | BindingFlags.Instance).Length + 3);
  Try("handle", () => MethodBase.GetMethodFromHandle(get.MethodHandle, typeof(int[,]).TypeHandle)); Try("name", () => get.Name + get.ReflectedType); Try("one", () => typeof(int).MakeArrayType(1).GetConstructors().Length);
 } }
