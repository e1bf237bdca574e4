// InvalidCastException for classes, interfaces, arrays, generics, unboxing, enums, nullable and delegates: when it comes and its message.
using System;
using System.Collections.Generic;
using System.Linq;

class A { } class B : A { } interface I { } interface IG<T> { } struct S : I { } sealed class Sealed : IG<int> { }
class Outer<T> { public class Inner<U> { } public struct V { } } enum E { X } enum E2 : long { } delegate void D1(); delegate void D2();

class P
{
    static int s_n;
    static void T<X>(Func<X> f)
    {
        s_n++;
        try
        {
            X x = f(); Console.WriteLine(s_n + " ok " + (x == null ? "null" : x.GetType().Name));
        }
        catch (InvalidCastException e)
        {
            Console.WriteLine(s_n + " " + e.Message);
        }
        catch (NullReferenceException) { Console.WriteLine(s_n + " null"); }
    }
    static X Cast<X>(object o) => (X)o;

    static void Main()
    {
        object a = new A(), b = new B(), i = 5, s = "str", st = new S(), e = E.X, ia = new int[1], sa = new string[1],
            l = new List<string>(), n = null, d = (D1)(() => { }), inner = new Outer<string>.Inner<int>(), v = new Outer<int>.V(),
            t = (1, "x"), m = new int[1, 1], jag = new int[1][], dt = DateTime.MinValue, f = 1.5f, sealed_ = new Sealed(),
            anon = typeof(string), e2 = (byte)5;
        T(() => (B)a); T(() => (A)b); T(() => (string)a); T(() => (I)a); T(() => (I)st); T(() => (A)s); T(() => (B)n); T(() => (I)n);
        T(() => (IG<string>)sealed_); T(() => (IG<int>)sealed_); T(() => (Sealed)a); T(() => (int)s); T(() => (int)i); T(() => (long)i);
        T(() => (uint)i); T(() => (short)i); T(() => (E)i); T(() => (int)e); T(() => (E2)e); T(() => (double)f); T(() => (int)n);
        T(() => (int?)n); T(() => (int?)s); T(() => (long?)i); T(() => (int?)i); T(() => (S)i); T(() => (S)st); T(() => (DateTime)i);
        T(() => (decimal)i); T(() => (char)i); T(() => (bool)i);
        T(() => (int[])sa); T(() => (object[])sa); T(() => (object[])ia); T(() => (uint[])ia); T(() => (long[])ia);
        T(() => (string[])(object)new object[1]); T(() => (int[])m); T(() => (int[,])ia); T(() => (int[,])m); T(() => (int[][])ia);
        T(() => (Array)m); T(() => (A[])(object)new B[1]); T(() => (B[])(object)new A[1]); T(() => (I[])(object)new S[1]);
        T(() => (IList<object>)sa); T(() => (IList<string>)ia); T(() => (IEnumerable<object>)l); T(() => (List<object>)l);
        T(() => (IList<object>)l); T(() => (Dictionary<string, List<int>>)l); T(() => (D2)d); T(() => (Action)d); T(() => (Delegate)d);
        T(() => (Outer<string>.Inner<string>)inner); T(() => (Outer<int>.Inner<int>)inner); T(() => (Outer<string>.V)v);
        T(() => ((int, object))t); T(() => ((int, string))t); T(() => (Func<object>)(object)(Func<string>)(() => ""));
        T(() => (Func<string>)(object)(Func<object>)(() => "")); T(() => (Type)anon); T(() => (ValueType)i); T(() => (Enum)e);
        T(() => (Enum)i); T(() => (IComparable)i); T(() => (IComparable<long>)i); T(() => (IConvertible)a); T(() => (IDisposable)s);
        T(() => Cast<string>(i)); T(() => Cast<int>(s)); T(() => Cast<A>(s)); T(() => Cast<List<int>>(l)); T(() => Cast<int?>(n));
        T(() => Cast<S>(n)); T(() => Cast<E>(i)); T(() => Cast<int>(e)); T(() => Cast<IG<A>>(b)); T(() => Cast<Outer<A>>(b));
        T(() => Cast<byte[]>(new sbyte[1])); T(() => new object[] { 1, "x" }.Cast<int>().Sum());
        T(() => new object[] { 1L }.Cast<int>().First()); T(() => (string)(object)new[] { 'a' });
        T(() => { foreach (string x in new object[] { "a", 1 }) { } return 0; }); T(() => Convert.ToInt32(a));
        T(() => Convert.ChangeType(5, typeof(A))); T(() => Convert.ToDateTime(true)); T(() => (int)(object)e2);
        T(() => ((IConvertible)i).ToDateTime(null)); T(() => (dynamic_)i is null);
    }
    class dynamic_ { }
}
