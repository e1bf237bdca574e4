// Methods of delegates over generic virtual methods, GetCurrentMethod in generic code, referenced assemblies, typed references, MarshalAs and DllImport.
using System; using System.Reflection; using System.Linq; using System.Collections.Generic; using System.Runtime.InteropServices; using System.Runtime.CompilerServices;
struct S { public int X; public string Y; public Inner I; }
struct Inner { public int A; public long B; }
class Gv { public virtual string M<T>(T t) => "Gv" + typeof(T) + t; public static string Sm<T>(int x) => "" + typeof(T); public string Im<T>(List<T> l) => "i" + typeof(T); }
class Gv2 : Gv { public override string M<T>(T t) => "Gv2" + typeof(T) + t; }
interface IG { string X<T>(T t); }
class IGImpl : IG { public string X<T>(T t) => "X" + t; string IG.X<T>(T t) => "IGX" + t; }
class Cur<T> { [MethodImpl(MethodImplOptions.NoInlining)] public static MethodBase S() => MethodBase.GetCurrentMethod(); [MethodImpl(MethodImplOptions.NoInlining)] public MethodBase I<U>() => MethodBase.GetCurrentMethod(); public MethodBase C; public Cur() { C = MethodBase.GetCurrentMethod(); } }
[StructLayout(LayoutKind.Sequential)]
struct Ms { [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 16)] public string T; [MarshalAs(UnmanagedType.ByValArray, SizeConst = 4, ArraySubType = UnmanagedType.I2)] public short[] A; [MarshalAs(UnmanagedType.LPUTF8Str)] public string U; [MarshalAs(UnmanagedType.Bool)] public bool B; [MarshalAs(UnmanagedType.Interface, IidParameterIndex = 1)] public object O; }
class P {
  static string D(MethodBase m) => m == null ? "null" : m + " | " + m.DeclaringType + " gen=" + m.IsGenericMethod + m.IsGenericMethodDefinition + m.ContainsGenericParameters + " " + m.ReflectedType;
  [DllImport("foo")] static extern int Foo([MarshalAs(UnmanagedType.LPWStr)] string s, [In, Out, MarshalAs(UnmanagedType.LPArray, SizeParamIndex = 2, SizeConst = 3)] int[] a, int n);
  static MethodBase Gm<T>() => MethodBase.GetCurrentMethod();
  static void T(string what, Action a) { try { a(); } catch (Exception e) { Console.WriteLine(what + ": " + e.GetType().Name + ": " + e.Message); } }
  static void Main() {
    T("delegate", () => {
      Gv g = new Gv2(); Func<string, string> f = g.M<string>; Console.WriteLine(D(f.Method)); Console.WriteLine(f.Method.Invoke(g, new object[] {"a"}));
      Func<int, string> f2 = g.M<int>; Console.WriteLine(D(f2.Method));
      Func<int, string> f3 = new Gv().M; Console.WriteLine(D(f3.Method));
      Func<int, string> f4 = Gv.Sm<DateTime>; Console.WriteLine(D(f4.Method));
      Func<List<string>, string> f5 = g.Im; Console.WriteLine(D(f5.Method));
      IG ig = new IGImpl(); Func<string, string> f6 = ig.X; Console.WriteLine(D(f6.Method)); Func<int, string> f7 = ig.X; Console.WriteLine(D(f7.Method));
    });
    T("current", () => { Console.WriteLine(D(Cur<int>.S())); Console.WriteLine(D(Cur<string>.S())); Console.WriteLine(D(new Cur<string>().I<int>())); Console.WriteLine(D(new Cur<int>().I<string>())); Console.WriteLine(D(new Cur<string>().C)); Console.WriteLine(D(new Cur<long>().C)); Console.WriteLine(D(Gm<int>())); Console.WriteLine(D(Gm<string>())); });
    T("refs", () => { foreach (var n in typeof(P).Assembly.GetReferencedAssemblies()) Console.WriteLine(n.FullName + " " + n.Name + " " + n.Version + " " + n.CultureName + " " + n.Flags + " " + Convert.ToHexString(n.GetPublicKeyToken())); });
    T("refscore", () => { Console.WriteLine(typeof(object).Assembly.GetReferencedAssemblies().Length); });
    T("direct", () => {
      var s = new S { X = 1, Y = "y" }; var tr = __makeref(s);
      var fx = typeof(S).GetField("X"); var fy = typeof(S).GetField("Y"); var fi = typeof(S).GetField("I");
      fx.SetValueDirect(tr, 42); fy.SetValueDirect(tr, "direct"); fi.SetValueDirect(tr, new Inner { A = 3, B = 4 });
      Console.WriteLine(s.X + s.Y + s.I.A + s.I.B + " " + fx.GetValueDirect(tr) + fy.GetValueDirect(tr) + ((Inner)fi.GetValueDirect(tr)).B);
      var tr2 = TypedReference.MakeTypedReference(s, new[] { fi }); 
      Console.WriteLine(TypedReference.GetTargetType(tr2));
      Console.WriteLine(typeof(Inner).GetField("A").GetValueDirect(tr2));
      try { fx.SetValueDirect(tr, "bad"); } catch (Exception e) { Console.WriteLine(e.GetType() + e.Message); }
      try { typeof(Inner).GetField("A").SetValueDirect(tr, 1); } catch (Exception e) { Console.WriteLine(e.GetType() + e.Message); }
    });
    T("marshalas", () => {
      foreach (var f in typeof(Ms).GetFields()) { var a = f.GetCustomAttribute<MarshalAsAttribute>(); Console.WriteLine(f.Name + " " + a?.Value + " " + a?.SizeConst + " " + a?.ArraySubType + " " + a?.SizeParamIndex + " " + a?.MarshalType + " " + a?.IidParameterIndex + " " + a?.SafeArraySubType+ " " + a?.MarshalCookie); }
      foreach (var p in typeof(P).GetMethod("Foo", BindingFlags.NonPublic | BindingFlags.Static).GetParameters()) { var a = p.GetCustomAttribute<MarshalAsAttribute>(); Console.WriteLine(p + " " + a?.Value + " " + a?.SizeConst + " " + a?.SizeParamIndex + string.Join(",", p.GetCustomAttributes(false).Select(x => x.GetType().Name).OrderBy(x => x))); foreach (var cd in p.CustomAttributes) Console.WriteLine("  " + cd); }
      var mi = typeof(P).GetMethod("Foo", BindingFlags.NonPublic | BindingFlags.Static); var di = mi.GetCustomAttribute<DllImportAttribute>(); Console.WriteLine(di?.Value + " " + di?.EntryPoint + " " + di?.CharSet + " " + di?.CallingConvention + " " + di?.PreserveSig+di?.SetLastError + mi.GetMethodImplementationFlags() + mi.Attributes);
    });
  }
}
