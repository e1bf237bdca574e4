// How large inline arrays and structs may be.
using System; using System.Runtime.CompilerServices;
[InlineArray(1<<24)] struct A24 { byte b; } [InlineArray((1<<27)-8)] struct A27a { byte b; } [InlineArray((1<<27)-7)] struct A27b { byte b; } [InlineArray((1<<27)-6)] struct A27c { byte b; } [InlineArray((1<<27))] struct A27 { byte b; } [InlineArray(2000)] struct Big { A24 b; } [InlineArray(1<<24)] struct Refs { object o; }
struct S2 { A27a a; A27a b; } struct S3 { A24 a,b,c,d,e; } struct S4 { A24 a,b,c,d,e,f,g,h; byte i; }
class C1 { A24 a; public byte b; }
class P { static void T(string n, Func<object> f){ try { Console.WriteLine(n+": "+f()); } catch(Exception e){ Console.WriteLine(n+": "+e.GetType().Name); } }
 static void Main(){ T("24",()=>Unsafe.SizeOf<A24>()); T("27a",()=>Unsafe.SizeOf<A27a>());T("27b",()=>Unsafe.SizeOf<A27b>());T("27c",()=>Unsafe.SizeOf<A27c>());T("27",()=>Unsafe.SizeOf<A27>()); T("big",()=>Unsafe.SizeOf<Big>()); T("refs",()=>Unsafe.SizeOf<Refs>()); T("s2",()=>Unsafe.SizeOf<S2>()); T("s3",()=>Unsafe.SizeOf<S3>()); T("s4",()=>Unsafe.SizeOf<S4>()); T("c1",()=>new C1().b); } }
