// Generic virtual methods with static abstracts, ref structs, delegates, iterators and async code around them.
using System; using System.Collections.Generic; using System.Linq; using System.Runtime.CompilerServices; using System.Threading.Tasks;
interface IVis<out R> { R Visit<T>(T t) where T:allows ref struct; R Both<A,B>(A a,B b)=>Visit(a); }
interface INode { R Accept<R,V>(ref V v) where V:IVis<R>,allows ref struct; }
ref struct RV : IVis<string> { public int n; public Span<char> buf; public string Visit<T>(T t) where T:allows ref struct { n++; return typeof(T).Name+n; } string IVis<string>.Both<A,B>(A a,B b)=>Visit(a)+typeof(B).Name; }
struct SVis : IVis<int> { public int n; public int Visit<T>(T t) where T:allows ref struct => n+=typeof(T).Name.Length; }
class CV<Q>:IVis<Q[]> { public Q[] Visit<T>(T t) where T:allows ref struct => new Q[typeof(T).Name.Length]; }
class Nd<X>:INode { public X x; public virtual R Accept<R,V>(ref V v) where V:IVis<R>,allows ref struct => v.Visit(x); } class Nd2<X>:Nd<List<X>> { public override R Accept<R,V>(ref V v) => v.Both(this,x); }
abstract class Abs<T> { public abstract U G<U>(U u, T t) where U:T; public virtual K H<K>(Func<T,K> f)=>f(default); } class AbsS:Abs<object> { public override U G<U>(U u,object t){ if(t is U q) return q; return u; } } class AbsI<Z>:Abs<IEnumerable<Z>> where Z:class { public override U G<U>(U u,IEnumerable<Z> t)=> t is U x? x : u; public override K H<K>(Func<IEnumerable<Z>,K> f)=>f(new Z[]{null,null}); }
interface ICo<out T> { T Get<K>(K k); } interface IContra<in T> { string Put<K>(T t,K k); } class Co:ICo<string>,IContra<object> { public string Get<K>(K k)=>"co"+typeof(K).Name+k; public string Put<K>(object o,K k)=>$"put {o} {typeof(K).Name}"; } class Co2<T>:ICo<T> where T:new() { T ICo<T>.Get<K>(K k){ Console.Write(typeof(K)+";"); return new T(); } }
delegate R Gd<in A,out R>(A a);
interface IShape<TSelf> where TSelf:IShape<TSelf>,allows ref struct { static abstract int Sides { get; } static virtual TSelf Create<T>(T t)=>TSelf.Create2(t?.ToString()??"null"); static abstract TSelf Create2(string s); string Name<T>()=>typeof(TSelf).Name+TSelf.Sides+typeof(T).Name; }
class Tri:IShape<Tri> { public string s; public static int Sides=>3; public static Tri Create2(string s)=>new(){s=s}; } struct Sq<T>:IShape<Sq<T>> { public string s; static int IShape<Sq<T>>.Sides=>4; static Sq<T> IShape<Sq<T>>.Create2(string s)=>new(){s=s+typeof(T).Name}; public string Name<U>()=>"own"+typeof(U).Name+typeof(T).Name+s; }
ref struct Rf:IShape<Rf> { public ReadOnlySpan<char> s; public static int Sides=>1; public static Rf Create2(string s)=>new(){s=s}; public string Name<T>()=>"rf"+s.ToString(); }
class P {
  static string Sh<S,T>(T t) where S:IShape<S>,allows ref struct { var s=S.Create(t); return s.Name<T>()+S.Sides; }
  [MethodImpl(MethodImplOptions.NoInlining)] static D Id<D>(D d)=>d;
  static IEnumerable<string> Lz<S>(int n) where S:IShape<S> { for(int i=0;i<n;i++){ Func<string> f=()=>S.Create(i).Name<S[]>(); yield return f(); } }
  static async Task<string> As<S,T>(T[] a) where S:IShape<S> { string r=""; foreach(var x in a){ await Task.Yield(); r+=S.Create<T>(x).Name<T>(); } try { await Task.FromException(new Exception(typeof(S).Name)); } catch(Exception e) when (e.Message==typeof(S).Name && S.Sides>0) { r+="!"+S.Sides; } return r; }
  class Ev<T> { public event Action<T> E; public void Fire<U>(U u) where U:T => E?.Invoke(u); public Func<U,string> Mk<U>() => Inner<U>; string Inner<U>(U u)=>typeof(T).Name+typeof(U).Name+u; public virtual Func<string> V<U>()=>new Func<string>(Vi<U>); protected virtual string Vi<U>()=>"Ev"+typeof(U).Name; } class Ev2<T>:Ev<T[]> { protected override string Vi<U>()=>"Ev2"+typeof(T).Name+typeof(U).Name+base.Vi<U[]>(); public Func<string> B<U>()=>base.Vi<U>; }
  static void Main(){
    INode[] ns=[new Nd<int>{x=1},new Nd<string>{x="s"},new Nd2<object>{x=new()},new Nd2<int>{x=new()}];
    foreach(var n in ns){ var rv=new RV(); Console.Write(n.Accept<string,RV>(ref rv)+rv.n+" "); var sv=new SVis(); Console.Write(n.Accept<int,SVis>(ref sv)+","+sv.n+" "); var cv=new CV<string>(); Console.Write(n.Accept<string[],CV<string>>(ref cv).Length+" "); IVis<object> iv=cv; Console.WriteLine(n.Accept<object,IVis<object>>(ref iv)); }
    Abs<object> a=new AbsS(); Console.WriteLine(a.G("u","t")+a.G(1,2)+a.G(3,"z")+a.H(o=>o==null)); Abs<IEnumerable<string>> b=new AbsI<string>(); Console.WriteLine(b.G(new List<string>{"q"},["w"]).Count+" "+b.G(new string[1],new[]{"a","b"}).Length+b.H(x=>x.Count())+b.H(x=>x.GetType()));
    ICo<object> co=new Co(); Console.WriteLine(co.Get(5)+""+co.Get("k")+((IContra<string>)(object)co).Put<DateTime>("v",default)); co=new Co2<List<int>>(); Console.WriteLine(co.Get<int[]>(null)); ICo<IEnumerable<int>> co3=new Co2<List<int>>(); Console.WriteLine(co3.Get((1,"x")).Count());
    var c9=new Co(); Gd<string,object> gd=new Gd<object,string>(c9.Get); Console.WriteLine(gd("arg")); Func<object> fo=Id<Func<string>>(()=>"cv"); Console.WriteLine(fo());
    Console.WriteLine(Sh<Tri,int>(1)+Sh<Sq<string>,string>("w")+Sh<Sq<int>,object>(null)+Sh<Rf,double>(2.5)); Console.WriteLine(string.Join(",",Lz<Tri>(2).Concat(Lz<Sq<object>>(2)))); Console.WriteLine(As<Tri,string>(["p","q"]).Result+As<Sq<Tri>,int>([1,2]).Result);
    var ev=new Ev<object>(); ev.E+=o=>Console.Write("ev"+o+" "); ev.Fire("x"); ev.Fire(new Tri().GetType().Name); Console.WriteLine(ev.Mk<string>()("m")+ev.Mk<int>()(4)+ev.V<string>()()); Ev<string[]> e2=new Ev2<string>(); Console.WriteLine(e2.V<object>()()+((Ev2<string>)e2).B<int>()()+e2.Mk<Ev<int>>()(null)+(e2.V<int>()==e2.V<int>()));
    Delegate dd=ev.Mk<string>(); Console.WriteLine(dd.Method.IsGenericMethod+" "+dd.Target.GetType()+" "+dd.DynamicInvoke("dyn"));
    ValueTuple<int,(string,List<int[]>)> vt=(1,("a",[[1]])); Console.WriteLine(vt.Item2.Item2[0][0]+" "+vt.GetHashCode().Equals((1,("a",vt.Item2.Item2)).GetHashCode()));
  }
}
