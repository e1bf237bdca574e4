// Every combination of where to throw and where to catch over nested try, catch and finally blocks; the order of everything that runs.
using System;
using System.Text;

class A : Exception { public A(string m) : base(m) { } } class B : A { public B(string m) : base(m) { } }
class C : Exception { public C(string m) : base(m) { } }

class P
{
    static readonly StringBuilder s_log = new StringBuilder();
    static int s_at, s_kind, s_now;
    static void Step(string s)
    {
        s_log.Append(s).Append(' ');
        if (++s_now != s_at) return;
        switch (s_kind)
        {
            case 0: throw new A("a"); case 1: throw new B("b"); case 2: throw new C("c"); default: throw new DivideByZeroException();
        }
    }

    static int Inner()
    {
        try
        {
            Step("t1");
            try { Step("t2"); try { Step("t3"); return 1; } finally { Step("f3"); } }
            catch (B) { Step("cB2"); return 2; }
            catch (C) { Step("cC2"); throw; }
            finally { Step("f2"); }
        }
        catch (A) when (s_kind != 5) { Step("cA1"); try { Step("tA"); } catch (A) { Step("cAA"); } finally { Step("fA"); } return 3; }
        finally { Step("f1"); try { Step("tf"); } catch (Exception) { Step("cf"); } }
    }

    static int Outer()
    {
        int r = 0;
        for (int i = 0; i < 2; i++)
        {
            try { r += Inner() * 10; if (i == 1) continue; r++; }
            catch (C e) when (e.Message == "c") { Step("oC"); r += 100; break; }
            catch (Exception e) { s_log.Append(e.GetType().Name).Append(' '); r += 1000; }
            finally { Step("of"); }
        }
        return r;
    }

    static void Main()
    {
        for (s_kind = 0; s_kind < 4; s_kind++)
        {
            for (s_at = 0; s_at < 22; s_at++)
            {
                s_now = 0;
                s_log.Clear();
                try { s_log.Append("= " + Outer()); }
                catch (Exception e) { s_log.Append("! " + e.GetType().Name); }
                Console.WriteLine(s_kind + "/" + s_at + ": " + s_log);
            }
        }
    }
}
