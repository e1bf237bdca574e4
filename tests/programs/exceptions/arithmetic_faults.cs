// DivideByZeroException and OverflowException inside try regions of every shape, with the locals right in handlers and filters.
using System;

class P
{
    static string s_log = "";
    static int Div(int a, int b)
    {
        int stage = 0;
        try
        {
            stage = 1; int r = a / b; stage = 2; r = a % b; stage = 3; return r;
        }
        catch (DivideByZeroException) when (stage == 1) { return -100 - stage; } catch (ArithmeticException e)
        {
            return e is OverflowException ? -200 - stage : -300 - stage;
        }
    }
    static long DivL(long a, long b) { long r = 7; try { r = a / b; } catch (ArithmeticException) { r++; } finally { r *= 2; } return r; }
    static int Chk(int a, int b, char op)
    {
        int x = 5;
        try
        {
            checked
            {
                x = op switch { '+' => a + b, '-' => a - b, '*' => a * b, 'n' => -a, 'i' => (int)(uint)a, 'b' => (byte)a,
                    'l' => (int)((long)a * 10), 'u' => (int)((uint)a + (uint)b), 's' => (short)a + (sbyte)b, _ => a };
            }
        }
        catch (OverflowException) { return x; } finally { s_log += op; }
        return x;
    }
    static int Loop(int[] v)
    {
        int bad = 0, sum = 0;
        for (int i = 0; i < v.Length; i++)
        {
            try
            {
                sum += 100 / v[i]; checked { sum += v[i] * 1000; }
            }
            catch (DivideByZeroException) { bad++; } catch (OverflowException) { bad += 100; } finally { sum ^= i; }
        }
        return sum + bad * 100000;
    }
    static T Id<T>(T t) => t;
    static string T0(Func<object> f)
    {
        try { return f().ToString(); } catch (ArithmeticException e) { return e.GetType().Name + ":" + e.Message; }
    }
    static int Unused(int a, int b) { try { int dead = a / b; } catch (DivideByZeroException) { return 1; } return 0; }
    static int Dead(int b)
    {
        try
        {
            _ = 5 % b; checked { int x = int.MaxValue + b; }
        }
        catch (DivideByZeroException) { return 1; } catch (OverflowException) { return 2; }
        return 0;
    }
    static int Hoist(int a, int b, bool c) { int r = 0; for (int i = 0; i < 3; i++) { r += i; if (c) r += a / b; } return r; }

    static void Main()
    {
        Console.WriteLine(Div(7, 2) + " " + Div(7, 0) + " " + Div(int.MinValue, -1) + " " + DivL(9, 3) + " " + DivL(1, 0) + " " + DivL(long.MinValue, -1));
        int M = int.MaxValue, m = int.MinValue;
        Console.WriteLine($"{Chk(M, 1, '+')} {Chk(m, 1, '-')} {Chk(M, M, '*')} {Chk(m, 0, 'n')} {Chk(-1, 0, 'i')} {Chk(256, 0, 'b')} {Chk(M, 0, 'l')} {Chk(-1, 1, 'u')} {Chk(40000, 1, 's')} {Chk(1, 2, '+')} {Chk(-5, 0, 'n')} {Chk(200, 0, 'b')} {s_log}");
        Console.WriteLine(Loop(new[] { 1, 0, 3, 5000000, 0, -7, int.MinValue }));
        Console.WriteLine(T0(() => 1 / Id(0)) + T0(() => 1L % Id(0L)) + T0(() => 1u / Id(0u)) + T0(() => 1ul % Id(0ul))
            + T0(() => Id(m) / Id(-1)) + T0(() => Id(m) % Id(-1)) + T0(() => 1m / Id(0m)) + T0(() => decimal.MaxValue + Id(1m))
            + T0(() => (int)Id(1e10m)) + T0(() => 1.0 / Id(0)) + T0(() => checked((int)Id(double.NaN)))
            + T0(() => Id((short)5) / Id((byte)0)) + T0(() => Id('a') % Id('\0')));
        Console.WriteLine(T0(() => Math.Abs(Id(m))) + T0(() => checked(Id(1) << 31) + 0) + T0(() => new int[Id(-1)])
            + T0(() => TimeSpan.MaxValue + Id(TimeSpan.FromTicks(1))) + T0(() => Convert.ToByte(Id(300)))
            + T0(() => Math.DivRem(Id(5), Id(0), out _)) + T0(() => System.Numerics.BigInteger.One / Id(0))
            + T0(() => Id((Int128)1) / Id((Int128)0)) + T0(() => Math.Sign(Id(double.NaN))) + T0(() => checked((sbyte)Id(-129)))
            + T0(() => checked(Id(-1) + Id(0u))) + T0(() => checked((ushort)(Id('\uffff') + 1))));
        Console.WriteLine(Unused(1, 0) + " " + Unused(1, 1) + " " + Dead(0) + Dead(1) + Dead(-1) + " " + Hoist(6, 0, false)
            + Hoist(6, 2, true) + " " + T0(() => Hoist(1, 0, true)));
        int z = 0, count = 0;
        for (int i = 0; i < 500; i++)
        {
            try
            {
                if (i % 7 == 0) count += 5 / z; else if (i % 11 == 0) count = checked(count + M); else count++;
            }
            catch (DivideByZeroException) { count += 2; } catch (OverflowException) { count += 3; }
        }
        Console.WriteLine(count);
    }
}
