// Delegates of expression trees: the tree is interpreted, whatever the delegate's signature.
using System;
using System.Linq.Expressions;

delegate bool Parse(string text, out int value, ref string log);
delegate int? Mixed(int? a, double b, (int, string) c, DayOfWeek d);
delegate void Nothing();
struct Wide
{
    public long A, B, C;
    public string Name;
}
delegate Wide Widen(Wide w, in long by);

public class Account
{
    public int Balance;
    public string Owner { get; set; }
    public int this[int month] => Balance + month;
    public Account() { }
    public Account(int balance) => Balance = balance;
    public static Account operator +(Account a, Account b) => new Account(a.Balance + b.Balance);
}

public static class Program
{
    public static bool TryParse(string text, out int value, ref string log)
    {
        log += text + ";";
        return int.TryParse(text, out value);
    }

    static Func<int, int> Factorial()
    {
        var n = Expression.Parameter(typeof(int), "n");
        var result = Expression.Variable(typeof(int), "result");
        var done = Expression.Label(typeof(int));
        var loop = Expression.Loop(
            Expression.IfThenElse(
                Expression.GreaterThan(n, Expression.Constant(1)),
                Expression.MultiplyAssign(result, Expression.PostDecrementAssign(n)),
                Expression.Break(done, result)),
            done);
        var body = Expression.Block(new[] { result }, Expression.Assign(result, Expression.Constant(1)), loop);
        return Expression.Lambda<Func<int, int>>(body, n).Compile();
    }

    static void ByReference()
    {
        var text = Expression.Parameter(typeof(string));
        var value = Expression.Parameter(typeof(int).MakeByRefType());
        var log = Expression.Parameter(typeof(string).MakeByRefType());
        var call = Expression.Call(typeof(Program).GetMethod(nameof(TryParse)), text, value, log);
        var parse = Expression.Lambda<Parse>(call, text, value, log).Compile();
        string seen = "";
        Console.WriteLine($"{parse("12", out int a, ref seen)} {a} {parse("x", out int b, ref seen)} {b} {seen}");

        var assigned = Expression.Block(
            Expression.Assign(log, Expression.Constant("assigned")),
            Expression.Assign(value, Expression.Constant(7)),
            Expression.Throw(Expression.Constant(new InvalidOperationException("after assigning"))),
            Expression.Constant(true));
        var throws = Expression.Lambda<Parse>(assigned, text, value, log).Compile();
        int kept = 0;
        try
        {
            throws("", out kept, ref seen);
        }
        catch (InvalidOperationException e)
        {
            Console.WriteLine($"{e.Message}: {kept} {seen}");
        }
    }

    static void Signatures()
    {
        var a = Expression.Parameter(typeof(int?));
        var b = Expression.Parameter(typeof(double));
        var c = Expression.Parameter(typeof((int, string)));
        var d = Expression.Parameter(typeof(DayOfWeek));
        var sum = Expression.Add(a, Expression.Convert(Expression.Field(c, "Item1"), typeof(int?)));
        sum = Expression.Add(sum, Expression.Convert(Expression.Convert(d, typeof(int)), typeof(int?)));
        sum = Expression.Add(sum, Expression.Convert(Expression.Convert(b, typeof(int)), typeof(int?)));
        var mixed = Expression.Lambda<Mixed>(sum, a, b, c, d).Compile();
        Console.WriteLine($"{mixed(1, 2.9, (3, "x"), DayOfWeek.Thursday)} {mixed(null, 1, default, default) == null}");

        var w = Expression.Parameter(typeof(Wide));
        var by = Expression.Parameter(typeof(long).MakeByRefType());
        var changed = Expression.Block(
            Expression.Assign(Expression.Field(w, "C"), Expression.Add(Expression.Field(w, "A"), by)), w);
        var widen = Expression.Lambda<Widen>(changed, w, by).Compile();
        var wide = widen(new Wide { A = 1L << 40, B = 2, Name = "wide" }, 5);
        Console.WriteLine($"{wide.A} {wide.B} {wide.C} {wide.Name}");

        Delegate empty = Expression.Lambda<Nothing>(Expression.Empty()).Compile();
        ((Nothing)empty)();
        Console.WriteLine(empty.GetType());
        var both = (Action<string>)Delegate.Combine(Print("first "), Print("second "));
        both("call");
    }

    static Action<string> Print(string prefix)
    {
        var s = Expression.Parameter(typeof(string));
        var write = typeof(Program).GetMethod(nameof(Write));
        return Expression.Lambda<Action<string>>(Expression.Call(write, Expression.Constant(prefix), s), s).Compile();
    }

    public static void Write(string prefix, string s) => Console.WriteLine(prefix + s);

    static void Nested()
    {
        var x = Expression.Parameter(typeof(int), "x");
        var y = Expression.Parameter(typeof(int), "y");
        var inner = Expression.Lambda<Func<int, int>>(Expression.Subtract(Expression.Multiply(x, x), y), y);
        var outer = Expression.Lambda<Func<int, Func<int, int>>>(inner, x);
        Console.WriteLine(outer);
        var square = outer.Compile()(9);
        Console.WriteLine($"{square(1)} {square(2)}");
    }

    static void Handlers()
    {
        var d = Expression.Parameter(typeof(int), "d");
        var caught = Expression.TryCatchFinally(
            Expression.Divide(Expression.Constant(100), d),
            Expression.Call(typeof(Program).GetMethod(nameof(Write)), Expression.Constant("finally"), Expression.Constant("")),
            Expression.Catch(typeof(DivideByZeroException), Expression.Constant(-1)));
        var divide = Expression.Lambda<Func<int, int>>(caught, d).Compile();
        Console.WriteLine($"{divide(7)} {divide(0)}");
    }

    static void Objects()
    {
        var a = Expression.Parameter(typeof(Account), "a");
        var b = Expression.Parameter(typeof(Account), "b");
        var rich = Expression.Lambda<Func<Account, bool>>(
            Expression.Equal(Expression.Property(a, "Owner"), Expression.Constant("rich")), a);
        Console.WriteLine($"{rich} {rich.Compile()(new Account { Owner = "rich" })} {rich.Compile()(new Account())}");
        var add = Expression.Lambda<Func<Account, Account, Account>>(Expression.Add(a, b), a, b);
        Console.WriteLine(add.Compile()(new Account(3), new Account(4)).Balance);
        var made = Expression.MemberInit(
            Expression.New(typeof(Account)), Expression.Bind(typeof(Account).GetField("Balance"), Expression.Constant(11)));
        Console.WriteLine(Expression.Lambda<Func<Account>>(made).Compile()().Balance);
        var indexed = Expression.Property(a, typeof(Account).GetProperty("Item"), Expression.Constant(5));
        Console.WriteLine(Expression.Lambda<Func<Account, int>>(indexed, a).Compile()(new Account(20)));
    }

    public static void Main()
    {
        Console.WriteLine(Factorial()(10));
        ByReference();
        Signatures();
        Nested();
        Handlers();
        Objects();
    }
}
