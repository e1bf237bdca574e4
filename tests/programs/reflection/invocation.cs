// Members found by name and called: results, references, nullable values, failures, attributes, delegates.
using System; using System.Reflection; using System.Linq; using System.Collections.Generic;
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)] class InfoAttribute : Attribute { public string Name; public int Level { get; set; } public Type Of; public string[] Tags; public InfoAttribute(string n) { Name = n; } public InfoAttribute(int n, params object[] r) { Name = n + ":" + string.Join("/", r); } public override string ToString() => $"{Name} {Level} {Of} {(Tags==null?"-":string.Join("+",Tags))}"; }
[Info("c", Level=3, Of=typeof(List<int>), Tags=new[]{"a","b"}), Info(5,"x",2.5,typeof(string),null,DayOfWeek.Friday)]
class C { public int F = 4; public static string SF = "sf"; public string Prop { get; set; } = "p"; [Info("m")] public string M(int a, string b) => F + ":" + a + b; public static int Add(int a, int b) => a + b; public void Thr() => throw new InvalidOperationException("boo"); public C() {} public C(int f) { F = f; } private long Priv(long x) => x + F; public const int K = 9; public void Out(ref int x, out string s) { x++; s = "o" + x; } public int? Nul(int? x) => x + 1; }
class P { static void T(Action a) { try { a(); } catch (Exception e) { Console.WriteLine(e.GetType().Name + ": " + e.Message); } }
static void Main() {
 T(() => Console.WriteLine(string.Join(",", typeof(C).GetMethods(BindingFlags.DeclaredOnly|BindingFlags.Public|BindingFlags.Instance).Select(m => m.Name).Order())));
 T(() => Console.WriteLine(typeof(C).GetMethod("M")));
 T(() => Console.WriteLine(typeof(C).GetMethod("M").Invoke(new C(7), new object[]{1,"z"})));
 T(() => Console.WriteLine(typeof(C).GetMethod("Add").Invoke(null, new object[]{1,2})));
 T(() => typeof(C).GetMethod("Thr").Invoke(new C(), null));
 T(() => Console.WriteLine(typeof(C).GetProperty("Prop").GetValue(new C())));
 T(() => { var c = new C(); typeof(C).GetProperty("Prop").SetValue(c, "set"); typeof(C).GetField("F").SetValue(c, 44); Console.WriteLine(c.Prop + c.F + typeof(C).GetField("F").GetValue(c) + typeof(C).GetField("SF").GetValue(null) + typeof(C).GetField("K").GetRawConstantValue()); });
 T(() => Console.WriteLine(((C)typeof(C).GetConstructor(new[]{typeof(int)}).Invoke(new object[]{5})).F));
 T(() => Console.WriteLine(typeof(C).GetMethod("Priv", BindingFlags.NonPublic|BindingFlags.Instance).Invoke(new C(), new object[]{5L})));
 T(() => { var a = new object[]{1,null}; typeof(C).GetMethod("Out").Invoke(new C(), a); Console.WriteLine(a[0] + "" + a[1]); });
 T(() => Console.WriteLine(typeof(C).GetMethod("Nul").Invoke(new C(), new object[]{5}) + "" + (typeof(C).GetMethod("Nul").Invoke(new C(), new object[]{null})==null)));
 T(() => { foreach (InfoAttribute a in typeof(C).GetCustomAttributes<InfoAttribute>().OrderBy(a=>a.Name)) Console.WriteLine(a); });
 T(() => Console.WriteLine(typeof(C).GetMethod("M").GetCustomAttribute<InfoAttribute>()));
 T(() => Console.WriteLine(typeof(C).IsDefined(typeof(InfoAttribute), false)));
 T(() => Console.WriteLine(string.Join(";", typeof(C).GetMethod("M").GetParameters().Select(p => p.ParameterType + " " + p.Name + p.Position))));
 T(() => Console.WriteLine(((C)Activator.CreateInstance(typeof(C), 12)).F));
 T(() => { Func<int,int,int> f = C.Add; Console.WriteLine(f.Method.Name + f.Method.DeclaringType); });
 T(() => { Delegate f = (Func<int,int,int>)C.Add; Console.WriteLine(f.DynamicInvoke(3,4)); });
}}
