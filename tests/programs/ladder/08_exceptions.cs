// try, catch, finally and rethrow, over several frames; the order of what ran makes the exit code.
// exit: 92
using System;

class MyException : Exception { public int Code; }

class P
{
    static int s_trace;

    static void Inner(int n)
    {
        try
        {
            if (n == 1) throw new MyException { Code = 5 };
            if (n == 2) throw new InvalidOperationException();
            s_trace += 1;
        }
        finally
        {
            s_trace += 10;
        }
    }

    static int Outer(int n)
    {
        try
        {
            Inner(n);
            return 1;
        }
        catch (MyException e) when (e.Code == 5)
        {
            return 2;
        }
        catch (Exception)
        {
            try { throw; }
            catch (InvalidOperationException) { return 3; }
            finally { s_trace += 20; }
        }
        finally
        {
            s_trace += 3;
        }
    }

    static int Main()
    {
        int r = Outer(0) + Outer(1) + Outer(2);      // 6, trace 11+10+10+20+9
        int[] a = new int[1];
        object o = null;
        try { a[r] = 1; } catch (IndexOutOfRangeException) { r += 10; }
        try { o.GetHashCode(); } catch (NullReferenceException) { r += 10; }
        try { r /= a[0]; } catch (DivideByZeroException) { r += 5; }
        try { o = (string)(object)a; } catch (InvalidCastException) { r += 1; }
        return r + s_trace;
    }
}
