// Properties, variables passed by reference, nullable results and DynamicInvoke.
using System; using System.Reflection; using System.Linq; using System.Collections.Generic;
class C { public string Prop { get; set; } = "p"; public void Out(ref int x, out string s) { x++; s = "o" + x; } public int? Nul(int? x) => x + 1; public int? Nl() => null; public string Sh(int? x) => x.HasValue + ""; public static int Add(int a, int b) => a + b; }
class P { static void T(Action a) { try { a(); } catch (Exception e) { Console.WriteLine(e); } }
static void Main() {
 T(() => Console.WriteLine(typeof(C).GetProperty("Prop").GetValue(new C())));
 T(() => { var a = new object[]{1,null}; typeof(C).GetMethod("Out").Invoke(new C(), a); Console.WriteLine(a[0] + "" + a[1]); });
 T(() => Console.WriteLine(typeof(C).GetMethod("Nl").Invoke(new C(), null) == null));
 T(() => Console.WriteLine(typeof(C).GetMethod("Sh").Invoke(new C(), new object[]{null})));
 T(() => Console.WriteLine(typeof(C).GetMethod("Nul").Invoke(new C(), new object[]{null})));
 T(() => { Delegate f = (Func<int,int,int>)C.Add; Console.WriteLine(f.DynamicInvoke(3,4)); });
}}
