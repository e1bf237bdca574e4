// Static virtual methods in shared code, where several interfaces of the type have the same canonical form.
using System; using System.Collections.Generic; using System.Runtime.CompilerServices;
interface ISt<T> { static abstract string M(T t); static virtual string V(T t)=>"V"+typeof(T).Name; static abstract string G<K>(T t); }
struct One:ISt<string> { public static string M(string s)=>"one"+s; public static string G<K>(string s)=>"G"+typeof(K).Name+s; }
struct Two<T>:ISt<T>,ISt<List<T>> { static string ISt<T>.M(T t)=>"T"+typeof(T).Name+t; static string ISt<List<T>>.M(List<T> t)=>"L"+typeof(T).Name; static string ISt<List<T>>.V(List<T> t)=>"LV"+typeof(T).Name; static string ISt<T>.G<K>(T t)=>"TG"+typeof(T)+typeof(K); static string ISt<List<T>>.G<K>(List<T> t)=>"LG"+typeof(K)+typeof(T); }
class Cl<T>:ISt<T>,ISt<T[]> { static string ISt<T>.M(T t)=>"cT"+typeof(T).Name+t; static string ISt<T[]>.M(T[] t)=>"cA"+typeof(T).Name; static string ISt<T>.G<K>(T t)=>"cTG"+typeof(T)+typeof(K); static string ISt<T[]>.G<K>(T[] t)=>"cAG"+typeof(K)+typeof(T); }
interface IV<out T> { static abstract string Q(); static virtual string R()=>"R"+typeof(T).Name; } class Vc:IV<string> { public static string Q()=>"q"; } struct Vs:IV<List<string>>,IV<string> { static string IV<string>.Q()=>"qs"; static string IV<List<string>>.Q()=>"ql"; }
class P {
 [MethodImpl(MethodImplOptions.NoInlining)] static string A<S,T>(T t) where S:ISt<T> => S.M(t)+" "+S.V(t)+" "+S.G<T[]>(t)+" "+S.G<int>(t);
 class H<T> { public static Func<T,string> D<S>() where S:ISt<T> => S.M; public static string B<S>(T t) where S:ISt<T> { Func<T,string> f=S.G<S>; return f(t)+A<S,T>(t); } }
 static string Q<S,T>() where S:IV<T> => S.Q()+S.R();
 static void Main(){ Console.WriteLine(A<One,string>("x")); Console.WriteLine(A<Two<string>,string>("y")); Console.WriteLine(A<Two<string>,List<string>>(null)); Console.WriteLine(A<Two<int>,int>(5)); Console.WriteLine(A<Two<int>,List<int>>(null)); Console.WriteLine(A<Cl<string>,string>("c")); Console.WriteLine(A<Cl<string>,string[]>(null)); Console.WriteLine(A<Cl<int>,int[]>(null));
 Console.WriteLine(H<string>.D<Two<string>>()("d")+H<List<string>>.D<Two<string>>()(null)+H<string[]>.D<Cl<string>>()(null)); Console.WriteLine(H<List<object>>.B<Two<object>>(null)+H<object>.B<Cl<object>>("o")); Console.WriteLine(Q<Vc,string>()+Q<Vc,object>()+Q<Vs,string>()+Q<Vs,List<string>>()); }
}
