// Delegates: static, instance, lambdas with and without captured variables, multicast and delegates as parameters.
// exit: 97
using System;

class Acc
{
    public int Sum;
    public void Add(int n) => Sum += n;
    public virtual int Twice(int n) => 2 * n;
}

class Acc3 : Acc { public override int Twice(int n) => 3 * n; }

class P
{
    delegate int Op(int a, int b);
    static int Plus(int a, int b) => a + b;
    static int Apply(Op op, int a, int b) => op(a, b);

    static int Main()
    {
        int r = Apply(Plus, 3, 4) + Apply((a, b) => a * b, 5, 6);        // 37
        var acc = new Acc();
        Action<int> add = acc.Add;
        add += acc.Add;
        add += n => acc.Sum += 100 * n;
        add -= acc.Add;
        add(3);
        r += acc.Sum / 10;                                              // 30
        Func<int, int> twice = new Acc3().Twice;
        r += twice(5);                                                  // 15
        int count = 0;
        Func<int> next = () => ++count;
        next(); next();
        r += next() + count;                                            // 6
        Func<int, Func<int, int>> adder = x => y => x + y;
        return r + adder(4)(5);
    }
}
