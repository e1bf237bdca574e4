// `Expression.Lambda` without a delegate type.
using System;
using System.Linq.Expressions;

class Program
{
    static void Main()
    {
        ParameterExpression x = Expression.Parameter(typeof(int), "x");
        LambdaExpression next = Expression.Lambda(Expression.Add(x, Expression.Constant(1)), x);
        Console.WriteLine($"{next.Type} {next}");
        Console.WriteLine(next.Compile().DynamicInvoke(41));
        Console.WriteLine(((Func<int, int>)next.Compile())(1));
        ParameterExpression s = Expression.Parameter(typeof(string), "s");
        LambdaExpression length = Expression.Lambda(Expression.Property(s, "Length"), s);
        Console.WriteLine($"{length.Type} {length.Compile().DynamicInvoke("hello")}");
        LambdaExpression nothing = Expression.Lambda(Expression.Empty());
        Console.WriteLine(nothing.Type);
        nothing.Compile().DynamicInvoke();
        LambdaExpression longer = Expression.Lambda(Expression.GreaterThan(Expression.Property(s, "Length"), x), s, x);
        Console.WriteLine($"{longer.Type} {longer.Compile().DynamicInvoke("four", 3)}");
        LambdaExpression typed = Expression.Lambda(typeof(Predicate<string>), Expression.Equal(s, Expression.Constant("a")), s);
        Console.WriteLine($"{typed} {((Predicate<string>)typed.Compile())("a")}");
    }
}
