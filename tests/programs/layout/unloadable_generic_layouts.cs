// Generic types cannot have an explicit layout: methods that name one, even as a type argument, throw TypeLoadException.
using System; using System.Runtime.CompilerServices; using System.Runtime.InteropServices; using System.Collections.Generic; using System.Reflection;
[StructLayout(LayoutKind.Explicit)] struct SG<T> { [FieldOffset(0)] public int x; } class Out<T> { [StructLayout(LayoutKind.Explicit)] public struct In { [FieldOffset(0)] public int x; } [StructLayout(LayoutKind.Explicit)] public class InC { [FieldOffset(0)] public int x; } }
[StructLayout(LayoutKind.Explicit)] class GC0<T> { } [StructLayout(LayoutKind.Explicit,Size=16)] struct GS0<T> { } class D0:GC0<int> {} [StructLayout(LayoutKind.Explicit)] class GStat<T> { public static int S=4; } interface IX<T> {}
[StructLayout(LayoutKind.Sequential)] class GSeq<T> { public byte b; public T t; }
class Impl:IX<int> {}
[StructLayout(LayoutKind.Sequential)] struct SeqLong<T> { public T a; public byte b; }
class P { static void T(string n, Func<object> f){ try { Console.WriteLine(n+": "+f()); } catch(Exception e){ Console.WriteLine(n+": "+e.GetType().Name); } }
 [MethodImpl(MethodImplOptions.NoInlining)] static object Look<T>(){ var s=typeof(List<T>).ToString(); new D0().ToString(); return s; }
 [MethodImpl(MethodImplOptions.NoInlining)] static object Gen<T>(object o)=>o is GC0<T>;
 static void Main(){ T("sg",()=>new SG<int>().x); T("sgs",()=>Unsafe.SizeOf<SG<string>>()); T("in",()=>new Out<int>.In().x); T("inc",()=>new Out<string>.InC().x); T("gc0",()=>new GC0<int>()); T("gs0",()=>new GS0<int>()); T("d0",()=>new D0()); T("stat",()=>GStat<int>.S); T("look",()=>Look<object>()); T("typeof",()=>typeof(GC0<int>).Name); T("open",()=>typeof(GC0<>).Name); T("is",()=>Gen<string>("a")); T("arr",()=>new GC0<int>[3].Length); T("list",()=>new List<SG<int>>().Count); T("impl",()=>new Impl().GetType().Name); T("seq",()=>new GSeq<string>{b=1,t="q"}.t); T("sl",()=>Unsafe.SizeOf<SeqLong<long>>()); T("nul",()=>{ GC0<int> g=null; return g==null; }); } }
