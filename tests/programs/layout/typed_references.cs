// TypedReference: __makeref, __refvalue and __reftype over locals, fields, elements, structs and references.
#pragma warning disable CS0649
using System;

struct S { public int A; public string B; }
class C { public S F; public object O = "o"; }

class P
{
    static string Show(TypedReference r) => __reftype(r) + " " + TypedReference.ToObject(r);
    static void Inc(TypedReference r) => __refvalue(r, int)++;
    static void Put<T>(TypedReference r, T v) => __refvalue(r, T) = v;

    static void Main()
    {
        int i = 5; string s = "str"; S st = new S { A = 1, B = "b" }; var c = new C(); long[] a = { 1, 2, 3 }; object boxed = 7;
        Inc(__makeref(i)); TypedReference ri = __makeref(i); __refvalue(ri, int) *= 10;
        Console.WriteLine(i + " " + Show(ri) + " " + Show(__makeref(s)) + " " + Show(__makeref(st)) + " " + Show(__makeref(a)) + " " + Show(__makeref(boxed)));
        Put(__makeref(s), "new"); Put(__makeref(st.A), 9); Put(__makeref(a[1]), -2L); Put(__makeref(c.F), new S { B = "field" });
        Put<object>(__makeref(c.O), 3.5); Inc(__makeref(st.A)); Inc(__makeref(c.F.A));
        GC.Collect(); Console.WriteLine(s + st.A + a[1] + c.F.B + c.O + c.F.A); TypedReference rs = __makeref(st.B);
        __refvalue(rs, string) += "!"; Console.WriteLine(st.B + __refvalue(rs, string).Length);
        try { Console.WriteLine(__refvalue(ri, long)); } catch (InvalidCastException) { Console.WriteLine("wrong type"); }
        try { Console.WriteLine(__refvalue(rs, object)); } catch (InvalidCastException) { Console.WriteLine("not exact"); }
        Console.WriteLine(__reftype(ri) == typeof(int)); DayOfWeek d = DayOfWeek.Friday; Console.WriteLine(Show(__makeref(d)));
    }
}
