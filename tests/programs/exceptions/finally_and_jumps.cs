// finally with return, break, continue, goto, switch, nested functions, exceptions thrown inside finally, values at the moment of return.
using System;
using System.Collections.Generic;

class P
{
    static string s_log = "";
    static int L(string s, int r = 0) { s_log += s + " "; return r; }
    static int Ret(int n) { int x = n; try { x++; return L("eval", x); } finally { x += 100; L("fin" + x); } }
    static int RetNested()
    {
        try { try { return L("a", 1); } finally { L("f1"); } } finally { L("f2"); try { L("t"); } finally { L("f3"); } }
    }
    static int Ret2()
    {
        int i = 0;
        while (true)
        {
            try
            {
                try { if (i++ < 2) continue; if (i == 4) break; } finally { L("c" + i); } if (i == 3) continue; return -1;
            }
            finally { L("d" + i); }
        }
        return i;
    }
    static int Goto(int n)
    {
        again: try { n++; if (n < 3) goto again; if (n == 3) goto done; return 0; } finally { L("g" + n); } done: L("done");
        try { goto end; } finally { L("e"); } end: return n;
    }
    static string Switch(object o)
    {
        try
        {
            switch (o) { case int i when i > 5: try { return "big"; } finally { L("sw1"); } case int i: if (i < 0) goto case "neg"; break; case string s when s != "neg": foreach (char c in s)
            {
                try { if (c == 'x') goto default; if (c == 'q') return "q"; } finally { L("ch" + c); }
            }
            break; case "neg": return "neg"; default: return "def"; }
            return "broke";
        }
        finally { L("swf"); }
    }
    static int Replace()
    {
        try
        {
            try { throw new Exception("one"); } finally { L("r1"); throw new ArgumentException("two"); }
        }
        catch (ArgumentException e) { L(e.Message); return 1; } catch (Exception e) { L(e.Message); return 2; }
    }
    static int Triple()
    {
        try
        {
            try
            {
                try { throw new Exception("1"); } finally { L("x"); throw new FormatException("2"); }
            }
            catch (FormatException) { L("y"); throw new OverflowException("3"); } finally { L("z"); }
        }
        catch (OverflowException) { return L("w", 3); } catch (Exception) { return L("never", 4); }
    }
    static int Swallow()
    {
        for (int i = 0; ; i++)
        {
            try { try { throw new Exception(); } finally { L("s" + i); } } catch { if (i == 2) return i; } finally { L("t" + i); }
        }
    }
    static IEnumerable<int> Iter()
    {
        try
        {
            for (int i = 0; i < 3; i++) { try { if (i == 1) continue; yield return i; } finally { L("if" + i); } }
        }
        finally { L("iter"); }
    }
    static void Lock(object o) { lock (o) { lock (o) { L("locked"); return; } } }
    static ref int RefRet(int[] a) { try { return ref a[1]; } finally { a[1] = 50; } }
    static int Out(out int o) { try { o = 1; throw new Exception(); } catch { o = 2; return o; } finally { o = 3; } }
    static (int, string) Struct() { var t = (1, "a"); try { return t; } finally { t.Item1 = 2; t.Item2 = "b"; } }
    static int Loop()
    {
        int sum = 0;
        foreach (int i in new[] { 1, 2, 3, 4, 5, 6 })
        {
            try { if (i == 2) continue; try { if (i == 5) break; sum += i; } finally { sum += 100; } } finally { sum += 1000; }
            sum += 10000;
        }
        return sum;
    }
    static bool Both(bool t)
    {
        try { if (t) throw new Exception(); return L("no", 0) == 0; } catch { return L("c", 1) == 1; } finally { L(t ? "ft" : "ff"); }
    }
    static long Long(int n)
    {
        long acc = 0;
        for (int i = 0; i < n; i++)
        {
            try
            {
                acc += i; if (i % 3 == 0) throw new Exception(); acc *= 2;
            }
            catch { acc -= 1; if (i % 5 == 0) continue; acc ^= 7; } finally { acc &= 0xffffff; }
            acc += 3;
        }
        return acc;
    }

    static void Main()
    {
        void W(object r) { Console.WriteLine(r + ": " + s_log); s_log = ""; }
        W(Ret(1)); W(RetNested()); W(Ret2()); W(Goto(0)); W(Goto(5)); W(Switch(9)); W(Switch(3)); W(Switch(-1)); W(Switch("abx"));
        W(Switch("aq")); W(Switch("ab")); W(Switch(2.5)); W(Replace()); W(Triple()); W(Swallow()); foreach (int i in Iter()) L("v" + i);
        W(0); foreach (int i in Iter()) { if (i == 0) break; } W(1); Lock(new object()); W(2); W(RefRet(new int[2]));
        W(Out(out int o) + " " + o); W(Struct()); W(Loop()); W(Both(true) & Both(false)); W(Long(50));
    }
}
