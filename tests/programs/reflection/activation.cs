// Definitions, activation, interfaces and enums through reflection.
using System; using System.Collections.Generic;
class P { public interface I {} enum Col { Red, Green } class X { public X() { Console.WriteLine("X()"); } } struct S { public int A; } class NoC { public NoC(int a) {} } abstract class Ab {}
[Flags] enum F { A=1,B=2,C=4 }
static T Make<T>() where T : new() => new T();
static object Mk(Type t) { try { return Activator.CreateInstance(t); } catch (Exception e) { return e.GetType().Name + ": " + e.Message; } }
static void Main() {
 Console.WriteLine(typeof(I).Namespace ?? "null"); Console.WriteLine(typeof(System.Collections.Generic.List<>)); Console.WriteLine(typeof(Dictionary<,>).FullName);
 Console.WriteLine(typeof(List<int>).GetGenericTypeDefinition() == typeof(List<>)); Console.WriteLine(new List<string>().GetType().GetGenericTypeDefinition());
 Console.WriteLine(Col.Green + " " + (F.A|F.C) + " " + Enum.Parse<Col>("Red") + Enum.GetName(Col.Red)); foreach (var v in Enum.GetValues<Col>()) Console.Write(v); Console.WriteLine();
 Console.WriteLine(Mk(typeof(X))); Console.WriteLine(Mk(typeof(S))); Console.WriteLine(Mk(typeof(int))); Console.WriteLine(Mk(typeof(NoC)));Console.WriteLine(Mk(typeof(Ab)));Console.WriteLine(Mk(typeof(List<int>)));Console.WriteLine(Mk(typeof(I)));
 Console.WriteLine(Make<X>().GetType()); Console.WriteLine(Activator.CreateInstance<X>()); Console.WriteLine(typeof(List<>).MakeGenericType(typeof(int)));
 Console.WriteLine(typeof(Dictionary<,>).GetGenericArguments()[1].Name);
 Console.WriteLine(typeof(X).DeclaringType + " " + typeof(System.Text.StringBuilder).Namespace + " " + new X().GetType().Namespace);
 foreach (var i in typeof(List<int>).GetInterfaces()) Console.WriteLine(i);
} }
