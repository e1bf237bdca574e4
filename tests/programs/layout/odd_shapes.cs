// Sizes, inline arrays in generic code, explicit classes with bases, arrays of every kind, default methods through variance.
// unsafe
using System; using System.Collections.Generic; using System.Runtime.CompilerServices; using System.Runtime.InteropServices; using System.Runtime; using System.Linq;
[InlineArray(int.MaxValue)] struct BadBig { int x; } [InlineArray(2)] [StructLayout(LayoutKind.Sequential,Size=4)] struct Sized { int x; }

[InlineArray(1048576/8)] struct Mib { long x; } [InlineArray(1048577)] struct OverMib { byte b; }
[InlineArray(3)] struct Nest { Inner i; } [InlineArray(2)] struct Inner { string s; }
[InlineArray(2)] struct RefIA<T> { public T t; }
[StructLayout(LayoutKind.Explicit)] struct OvRef { [FieldOffset(0)] object o; [FieldOffset(0)] long l; } [StructLayout(LayoutKind.Explicit)] struct OvOk { [FieldOffset(0)] public object o; [FieldOffset(0)] public string s; } [StructLayout(LayoutKind.Explicit)] struct Unal { [FieldOffset(1)] object o; }
[StructLayout(LayoutKind.Explicit)] ref struct OvSpan { [FieldOffset(0)] Span<int> a; [FieldOffset(8)] object o; }
[StructLayout(LayoutKind.Explicit)] class GenEx<T> { [FieldOffset(0)] T t; } [StructLayout(LayoutKind.Explicit)] class BaseEx { [FieldOffset(0)] public int a; [FieldOffset(4)] public int b; } [StructLayout(LayoutKind.Explicit)] class DerEx:BaseEx { [FieldOffset(0)] public long c; [FieldOffset(8)] public byte d; } [StructLayout(LayoutKind.Sequential,Pack=1)] class SeqB { public byte a; public int b; } [StructLayout(LayoutKind.Sequential,Pack=1)] class SeqD:SeqB { public byte c; public long d; }
[StructLayout(LayoutKind.Sequential,Size=17)] struct Sz17 { byte b; } [StructLayout(LayoutKind.Sequential,Pack=2)] struct P2 { byte a; long b; decimal c; } [StructLayout(LayoutKind.Auto)] struct Au { byte a; long b; byte c; object d; byte e; } struct SeqRef { byte a; object o; byte c; long d; } 
interface I1 { string M()=>"I1"; } interface I2:I1 { string I1.M()=>"I2"; } interface I3:I1 { string I1.M()=>"I3"; } interface I4:I2,I3 { string I1.M()=>"I4"; } class CA:I4 {} class CB:I2 {} interface IG<out T> { string Q()=>"IG "+typeof(T).Name; } interface IGS:IG<string> { string IG<string>.Q()=>"IGS"; } class CG:IG<object>,IGS {} class CG2:IG<string>,IG<object> {}
interface IRe:I1 { abstract string I1.M(); } class CR:IRe { public string M()=>"CR"; }
struct DimS:ICnt { public int n; public int Inc()=>++n; } interface ICnt { int Inc(); int Twice(){ Inc(); return Inc(); } virtual int Th(){ return Twice()+Inc(); } }

interface ISA<T> where T:ISA<T> { static abstract T Make(int i); static virtual T Two(int i)=>T.Make(i*2); static virtual string operator ~(ISA<T> x)=>"til"; T Me(); } class SA1:ISA<SA1> { public int v; public static SA1 Make(int i)=>new(){v=i}; public SA1 Me()=>this; } struct SA2:ISA<SA2> { public int v; public static SA2 Make(int i)=>new(){v=i+100}; static SA2 ISA<SA2>.Two(int i)=>Make(-i); public SA2 Me(){ v++; return this; } }
class SAG<T>:ISA<SAG<T>> { public string v; public static SAG<T> Make(int i)=>new(){v=typeof(T).Name+i}; public SAG<T> Me()=>this; }
static class Sf { static readonly object l=new(); }
interface IStat { static int Cnt=Init(); static int Init(){ Console.WriteLine("IStat cctor"); return 5; } static string Helper<T>()=>typeof(T).Name; void D()=>Cnt++; } class CStat:IStat{}
abstract class Cov { public abstract object Get(); public virtual IEnumerable<object> L()=>[]; } class Cov1:Cov { public override string Get()=>"cov1"; public override List<object> L()=>[1]; } class Cov2:Cov1 { public override string Get()=>base.Get()+"2"; public override ML L()=>new(){5}; } class ML:List<object>{}
unsafe class P {
  static void T(string n, Func<object> f){ try { Console.WriteLine(n+": "+f()); } catch(Exception e){ Console.WriteLine(n+": "+e.GetType().Name+(e is TypeLoadException or EntryPointNotFoundException?"":" "+e.Message)); } }
  [MethodImpl(MethodImplOptions.NoInlining)] static object Sz<X>(){ return Unsafe.SizeOf<X>(); } [MethodImpl(MethodImplOptions.NoInlining)] static object Bx<X>() where X:new() => new X().GetType().Name;
  struct F2 { public float a,b; } struct Pad { public byte a; public int b; } struct Ref1 { public string s; public int i; } struct Ovr { public int a; public override bool Equals(object o)=>true; public override int GetHashCode()=>7; } struct Wrap { public Ovr o; public int x; } struct Dbl { public double d; } struct Emp{} struct Gs<T>{ public T t; public byte b; }
  static string Eq<A>(A a,A b) where A:struct => a.Equals(b)+" "+(a.GetHashCode()==b.GetHashCode())+" "+EqualityComparer<A>.Default.Equals(a,b);
  static X Mk<X>(int i) where X:ISA<X> => X.Two(i).Me();
  static string Dim<X>(ref X x) where X:ICnt => x.Twice()+","+x.Th()+","+x.Inc();
  static void Main(){
     T("badbig",()=>Sz<BadBig>());  T("sized",()=>Sz<Sized>());  T("mib",()=>Sz<Mib>()); T("overmib",()=>Sz<OverMib>()); T("nest",()=>Sz<Nest>()); T("refia",()=>{ var r=new RefIA<string>(); r[1]="x"; RefIA<string>[] a=[r]; return a[0][1]+Unsafe.SizeOf<RefIA<(string,byte)>>(); });
    T("ovref",()=>Sz<OvRef>()); T("ovok",()=>{ var o=new OvOk{s="q"}; return o.o; }); T("unal",()=>Sz<Unal>()); T("genex",()=>new GenEx<int>()); T("genexobj",()=>new GenEx<string>()); T("derex",()=>{ var d=new DerEx{a=1,b=2,c=3,d=4}; return d.a+d.b+d.c+d.d; }); T("seqd",()=>{ var d=new SeqD{a=1,b=2,c=3,d=4}; return d.a+d.b+d.c+d.d; });
    T("sizes",()=>string.Join(",",sizeof(Sz17),sizeof(P2),Unsafe.SizeOf<Au>(),Unsafe.SizeOf<SeqRef>(),Unsafe.SizeOf<Gs<Int128>>(),Unsafe.SizeOf<Gs<(byte,short)>>(),Unsafe.SizeOf<Emp>(),Unsafe.SizeOf<Gs<Emp>>(),Unsafe.SizeOf<(byte,Emp,int)>(),Unsafe.SizeOf<bool?>(),Unsafe.SizeOf<decimal?>(),Unsafe.SizeOf<DateTimeOffset>(),Unsafe.SizeOf<System.Runtime.Intrinsics.Vector256<byte>>(),Unsafe.SizeOf<Gs<System.Runtime.Intrinsics.Vector128<byte>>>()));
    T("dim1",()=>((I1)new CA()).M()+((I1)new CB()).M()); T("cg",()=>((IG<object>)new CG()).Q()+"/"+((IG<string>)new CG()).Q()); T("cg2",()=>((IG<object>)new CG2()).Q()+"/"+((IG<string>)new CG2()).Q()); T("re",()=>((I1)new CR()).M());
    T("dims",()=>{ var s=new DimS(); return Dim(ref s)+" n="+s.n+" "+Dim2(s); }); string Dim2(ICnt c)=>c.Twice()+"|"+c.Th();
    T("sa",()=>Mk<SA1>(4).v+" "+Mk<SA2>(4).v+" "+Mk<SAG<string>>(3).v+" "+Mk<SAG<int>>(3).v+" "+Mk<SAG<SA1[]>>(3).v);
    T("stat",()=>{ ((IStat)new CStat()).D(); return IStat.Cnt+IStat.Helper<string>(); });
    T("cov",()=>{ Cov c=new Cov2(); Cov1 c1=(Cov1)c; return c.Get()+" "+c.L().Count()+c.L().GetType().Name+c1.L().Count+c1.Get(); });
    T("eq",()=>string.Join("; ",Eq(new F2{a=0f},new F2{a=-0f}),Eq(new F2{a=float.NaN},new F2{a=float.NaN}),Eq(new Pad{a=1,b=2},new Pad{a=1,b=2}),Eq(new Ref1{s="a"+1,i=1},new Ref1{s="a1",i=1}),Eq(new Wrap{o=new(){a=1},x=1},new Wrap{o=new(){a=2},x=1}),Eq(new Dbl{d=0.0},new Dbl{d=-0.0}),Eq(new Dbl{d=double.NaN},new Dbl{d=-double.NaN}),Eq(new Emp(),new Emp()),Eq(new Gs<double>{t=0.0},new Gs<double>{t=-0.0}),Eq(new Gs<Dbl>{t=new(){d=0.0}},new Gs<Dbl>{t=new(){d=-0.0}}),Eq(new OvOk{s="z"},new OvOk{s="z"})));
    T("eq2",()=>new Pad().Equals(null)+" "+new Pad().Equals((object)new F2())+" "+((object)5).Equals(5L)+" "+((ValueType)DayOfWeek.Monday).Equals(DayOfWeek.Monday)+" "+new Emp().GetHashCode().Equals(0)+" "+new KeyValuePair<int,string>(1,"a").Equals(new KeyValuePair<int,string>(1,"a")));
    T("arr",()=>{ Array a=Array.CreateInstance(typeof(int),[2,3],[1,-1]); a.SetValue(5,2,1); return a.GetLowerBound(1)+" "+a.GetUpperBound(0)+" "+a.GetValue(2,1)+" "+a.GetType()+" "+a.Length; });
    T("arr2",()=>{ Array a=Array.CreateInstance(typeof(string),[2],[5]); a.SetValue("k",6); return a.GetType()+" "+(a is string[])+" "+a.GetValue(6)+" "+string.Join(",",a.Cast<string>()); });
    T("arr3",()=>{ object o=new uint[]{1,uint.MaxValue}; return (o is int[])+" "+((int[])o)[1]+" "+(o is long[])+" "+(((object)new sbyte[1]) is bool[])+" "+(((object)new DayOfWeek[1]) is int[])+" "+(((object)new int[1][]) is object[])+" "+(((object)new int[1,1]) is uint[,]); });
    T("arr4",()=>{ IList<object> l=new string[]{"a"}; try { l[0]=1; return "no"; } catch(ArrayTypeMismatchException){ } try { l.Add("x"); } catch(NotSupportedException){ return l.IsReadOnly+" "+l.Count+l.Contains("a")+l.IndexOf("zz"); } return "?"; });
    T("jag",()=>{ var j=new int[2][,][]; j[1]=new int[1,2][]; j[1][0,1]=[7]; return j[1][0,1][0]+" "+j.GetType()+" "+j[1].Rank; });
  }}
