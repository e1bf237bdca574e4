// Constrained calls in shared code, where several interfaces of the type have the same canonical form; structs change in place.
using System; using System.Collections.Generic; using System.Runtime.CompilerServices;
interface IPut<in T> { string Put(T t); string Gen<K>(T t,K k); } interface IGet<out T> { T Get(); }
interface IInv<T> { string Inv(T t); int N { get; } string Def(T t)=>"def"+typeof(T).Name+(N+Bump()); int Bump(); }
struct One:IPut<string>,IGet<string>,IInv<string> { public int n; public string Put(string s)=>s+ ++n; public string Gen<K>(string s,K k)=>typeof(K).Name+s+ ++n; public string Get()=>"g"+ ++n; public string Inv(string s)=>"inv"+s+ ++n; public int N=>n; public int Bump()=>++n; }
struct Two:IInv<string>,IInv<object> { public int n; string IInv<string>.Inv(string s)=>"s"+ ++n; string IInv<object>.Inv(object s)=>"o"+ ++n; public int N=>n; public int Bump()=>++n; }
struct Three<T>:IInv<T>,IInv<List<T>> { public int n; string IInv<T>.Inv(T s)=>"T"+typeof(T).Name+ ++n; string IInv<List<T>>.Inv(List<T> s)=>"list"+typeof(T).Name+ ++n; public int N=>n; public int Bump()=>++n; }
struct Gs<T>:IInv<T[]>,IGet<List<T>> { public int n; public string Inv(T[] a)=>typeof(T).Name+a.Length+ ++n; public int N=>n; public int Bump()=>++n; public List<T> Get(){ n+=10; return new List<T>{default}; } }
class Cl:IInv<string>,IInv<object> { public int n; string IInv<string>.Inv(string s)=>"cs"+ ++n; string IInv<object>.Inv(object s)=>"co"+ ++n; public int N=>n; public int Bump()=>++n; }
class P {
  [MethodImpl(MethodImplOptions.NoInlining)] static string A<S,T>(ref S s,T t) where S:IInv<T> => s.Inv(t)+s.N;
  [MethodImpl(MethodImplOptions.NoInlining)] static string D<S,T>(ref S s,T t) where S:IInv<T> => s.Def(t)+s.N;
  [MethodImpl(MethodImplOptions.NoInlining)] static string B<S,T>(ref S s,T t) where S:IPut<T> => s.Put(t)+s.Gen(t,1)+s.Gen(t,"k");
  [MethodImpl(MethodImplOptions.NoInlining)] static T C<S,T>(ref S s) where S:IGet<T> => s.Get();
  class H<T> { public static string A<S>(ref S s,T t) where S:IInv<T> => s.Inv(t)+s.N; public Func<T,string> Del<S>(S s) where S:IInv<T> => t=>s.Inv(t)+s.Inv(t); }
  static void Main(){
    One o=default; Console.WriteLine(A(ref o,"x")+" "+o.n); Console.WriteLine(B(ref o,"y")+" "+o.n); Console.WriteLine(C<One,string>(ref o)+" "+o.n); Console.WriteLine(D(ref o,"z")+" "+o.n); Console.WriteLine(C<One,object>(ref o)+" "+o.n); Console.WriteLine(H<string>.A(ref o,"h")+o.n+new H<string>().Del(o)("d")+o.n);
    Two w=default; Console.WriteLine(A<Two,string>(ref w,"x")+" "+w.n); Console.WriteLine(A<Two,object>(ref w,"x")+" "+w.n); Console.WriteLine(D<Two,object>(ref w,"x")+" "+w.n); Console.WriteLine(H<object>.A(ref w,"h")+w.n);
    Three<object> t=default; Console.WriteLine(A<Three<object>,List<object>>(ref t,null)+" "+t.n); Console.WriteLine(A<Three<object>,object>(ref t,"x")+" "+t.n); Three<int> ti=default; Console.WriteLine(A<Three<int>,List<int>>(ref ti,null)+" "+ti.n); Console.WriteLine(A<Three<int>,int>(ref ti,1)+" "+ti.n);
    Gs<string> g=default; Console.WriteLine(A(ref g,new string[2])+" "+g.n); Console.WriteLine(C<Gs<string>,List<string>>(ref g).Count+" "+g.n); Console.WriteLine(C<Gs<string>,IEnumerable<object>>(ref g)+" "+g.n); Gs<int> gi=default; Console.WriteLine(A(ref gi,new int[2])+" "+gi.n);
    Cl c=new(); Console.WriteLine(A<Cl,string>(ref c,"x")+A<Cl,object>(ref c,"x"));
  }
}
