// Names and facts of types: Name, FullName, Namespace, ToString, arrays, pointers, nested, generic, open generic, base types, interfaces, assignability, kinds.
// unsafe
using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace My.Space { class Outer<T> { public class Inner<U> { } public struct S { } public enum E { } }
class Plain { public class Nested { public interface IDeep { } } } delegate void Del(int x); static class Stat { } abstract class Abs { }
sealed class Seal : Abs, IComparable<Seal>, IDisposable { public int CompareTo(Seal o) => 0; public void Dispose() { } }
enum Small : byte { A } ref struct RS { } record Rec(int A); record struct RecS(int A); interface IFoo<in A, out B> { } }

unsafe class P
{
    static void T(Type t)
        => Console.WriteLine($"{t} | {t.Name} | {t.FullName} | {t.Namespace} | {t.BaseType} | {t.IsClass}{t.IsValueType}{t.IsEnum}{t.IsInterface}{t.IsArray}{t.IsAbstract}{t.IsSealed}{t.IsGenericType}{t.IsGenericTypeDefinition}{t.IsNested}{t.IsPrimitive}{t.IsPointer}{t.IsByRefLike}{t.IsPublic}{t.IsConstructedGenericType}{t.ContainsGenericParameters} | {t.GetElementType()} | {t.DeclaringType} | {(t.IsGenericType ? t.GetGenericTypeDefinition() + string.Join<Type>(",", t.GetGenericArguments()) : "")} | {Type.GetTypeCode(t)} | {(t.IsArray ? t.GetArrayRank() : 0)}");

    static void Main()
    {
        foreach (Type t in new[] { typeof(int), typeof(string), typeof(object), typeof(void), typeof(int[]), typeof(string[][]),
            typeof(int[,]), typeof(int[,][]), typeof(int*), typeof(char**), typeof(int?), typeof(List<int>), typeof(List<>),
            typeof(Dictionary<string, List<int[]>>), typeof(Dictionary<,>), typeof(KeyValuePair<int, string>),
            typeof((int, string, (byte, long))), typeof(Action), typeof(Func<int, string>), typeof(IEnumerable),
            typeof(IEnumerable<string>), typeof(My.Space.Outer<int>), typeof(My.Space.Outer<>), typeof(My.Space.Outer<string>.Inner<int>),
            typeof(My.Space.Outer<>.Inner<>), typeof(My.Space.Outer<int>.S), typeof(My.Space.Outer<int>.E),
            typeof(My.Space.Plain.Nested.IDeep), typeof(My.Space.Del), typeof(My.Space.Stat), typeof(My.Space.Abs), typeof(My.Space.Seal),
            typeof(My.Space.Small), typeof(My.Space.RS), typeof(My.Space.Rec), typeof(My.Space.RecS), typeof(My.Space.IFoo<,>),
            typeof(DayOfWeek), typeof(decimal), typeof(Enum), typeof(ValueType), typeof(Array), typeof(Delegate), typeof(Exception),
            typeof(Type), typeof(P), typeof(nint), typeof(Span<int>), typeof(Nullable<>), typeof(Int128), typeof(DateTime), typeof(bool),
            typeof(TypedReference), typeof(ArgumentNullException) }) T(t);
        foreach (object o in new object[] { 1, "s", 'c', 2.5, new int[1], new string[1, 1], new List<string>(), (1, "a"),
            new { A = 1 }.GetType().IsClass, new Action(Main), DayOfWeek.Friday, new My.Space.Rec(1), new int?(5), typeof(int),
            new object(), new My.Space.Outer<List<int>>.Inner<object>() }) Console.Write(o.GetType()
            + (o.GetType() == typeof(int) ? "!" : "") + " ");
        Console.WriteLine();
        Type[] ts = { typeof(object), typeof(string), typeof(IComparable), typeof(IEnumerable<object>), typeof(IEnumerable<string>),
            typeof(object[]), typeof(string[]), typeof(int[]), typeof(uint[]), typeof(ValueType), typeof(int), typeof(int?),
            typeof(DayOfWeek), typeof(Enum), typeof(My.Space.Abs), typeof(My.Space.Seal), typeof(IDisposable), typeof(List<string>),
            typeof(IList), typeof(Func<object>), typeof(Func<string>), typeof(IComparable<My.Space.Seal>) };
        foreach (Type a in ts) Console.WriteLine(a.Name + " " + string.Concat(ts.Select(b => (a.IsAssignableFrom(b) ? "1" : "0"))) + " "
            + string.Concat(ts.Select(b => a.IsSubclassOf(b) ? "1" : "0")));
        Console.WriteLine(typeof(List<int>).GetGenericTypeDefinition() == typeof(List<>));
        Console.WriteLine(typeof(int).Equals(5.GetType()) + "" + (typeof(List<int>) == typeof(List<uint>))
            + typeof(string).IsInstanceOfType("s") + typeof(int).IsInstanceOfType(null)
            + typeof(IEnumerable<object>).IsInstanceOfType(new string[0]) + (typeof(int).TypeHandle.Value != 0)
            + (Type.GetTypeFromHandle(typeof(P).TypeHandle) == typeof(P)) + (typeof(P).GetHashCode() == typeof(P).GetHashCode())
            + ReferenceEquals(typeof(List<string>), new List<string>().GetType()) + Nullable.GetUnderlyingType(typeof(int?))
            + (Nullable.GetUnderlyingType(typeof(int)) == null) + Enum.GetUnderlyingType(typeof(My.Space.Small)) + typeof(int).IsPrimitive
            + typeof(decimal).IsPrimitive);
        Console.WriteLine(string.Join(",", typeof(My.Space.Seal).GetInterfaces().Select(i => i.Name).Order(StringComparer.Ordinal)) + " "
            + new Dictionary<Type, string> { [typeof(int)] = "i", [typeof(List<int>)] = "li", [typeof(int[])] = "ai" }[new int[0].GetType()]
            + nameof(My.Space) + nameof(P.Main) + nameof(Dictionary<int, int>.Count));
        object sw = typeof(long); Console.WriteLine(sw is Type t1 && t1 == typeof(long) ? "long" : "no");
    }
}
