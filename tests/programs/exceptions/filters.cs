// Filters: order in the first pass over several frames, side effects, filters that throw, that catch inside, with captured state, on rethrow and with nested exceptions.
using System;
using System.Collections.Generic;

class P
{
    static int s_depth;
    static bool F(string s, bool r) { Console.WriteLine(new string(' ', s_depth) + "filter " + s + " -> " + r); return r; }
    static bool Bad(string s) { Console.WriteLine("filter throws " + s); throw new InvalidOperationException(s); }
    static bool Inner(string s)
    {
        try
        {
            try { throw new ArgumentException(s); } finally { Console.WriteLine("finally in filter " + s); }
        }
        catch (ArgumentException e) when (F("in filter " + e.Message, true)) { return true; }
    }
    static void Frame(int n, Action a)
    {
        s_depth++;
        try
        {
            if (n == 0) a(); else Frame(n - 1, a);
        }
        catch (Exception e) when (F("frame " + n + " " + e.Message, false)) { Console.WriteLine("never"); } finally
        {
            Console.WriteLine("finally " + n); s_depth--;
        }
    }
    static void Two(Action a)
    {
        try { a(); } catch (ArgumentNullException e) when (F("1 " + e.ParamName,
            e.ParamName == "x")) { Console.WriteLine("first"); } catch (ArgumentException e) when (F("2",
            e is ArgumentNullException)) { Console.WriteLine("second"); } catch (Exception e) when (Bad("3 "
            + e.GetType().Name)) { Console.WriteLine("never"); } catch (Exception e) when (e.Message.Length > 0)
        {
            Console.WriteLine("last " + e.GetType().Name);
        }
    }

    static void Main()
    {
        try
        {
            Frame(3, () => throw new Exception("deep"));
        }
        catch (Exception e) when (F("main", e.Message == "deep")) { Console.WriteLine("caught " + e.Message); }
        Console.WriteLine("--"); Two(() => throw new ArgumentNullException("x")); Two(() => throw new ArgumentNullException("y"));
        Two(() => throw new ArgumentException("z")); Two(() => throw new OverflowException());
        Console.WriteLine("--");
        try
        {
            try { throw new Exception("one"); } catch (Exception e) when (Inner(e.Message))
            {
                Console.WriteLine("caught " + e.Message); throw;
            }
            finally { Console.WriteLine("f"); }
        }
        catch (Exception e) when (F("again " + e.Message, true)) { Console.WriteLine("rethrown"); }
        Console.WriteLine("--"); int local = 1; string state = "before";
        try
        {
            state = "try"; local++; try { local *= 10; throw new Exception("s"); } finally { local++; state += "+finally"; }
        }
        catch (Exception) when (++local > 0 && state == "try" && F(state + local, true)) { Console.WriteLine(state + " " + local); }
        Console.WriteLine("--");
        for (int i = 0; i < 4; i++)
        {
            try
            {
                try { throw new Exception("i" + i); } catch (Exception) when (i % 2 == 0)
                {
                    Console.WriteLine("even"); if (i == 2) throw new Exception("from handler");
                }
                catch (Exception) when (F("odd", i == 3))
                {
                    Console.WriteLine("three"); continue;
                }
                finally { Console.WriteLine("fin " + i); }
            }
            catch (Exception e) { Console.WriteLine("outer " + e.Message); }
        }
        Console.WriteLine("--"); var seen = new List<string>(); bool Note(Exception e) { seen.Add(e.Message); return false; }
        try
        {
            try
            {
                try { throw new Exception("A"); } catch (Exception e) when (Note(e)) { } finally
                {
                    try { throw new Exception("B"); } catch (Exception e) when (!Note(e)) { seen.Add("caught B"); }
                }
            }
            catch (Exception e) when (Note(e) || e.Message == "A") { seen.Add("caught A"); throw new Exception("C", e); }
        }
        catch (Exception e) when (!Note(e)) { seen.Add(e.InnerException.Message); }
        Console.WriteLine(string.Join(",", seen));
        Func<Exception, bool> del = e => e is FormatException;
        try { int.Parse("q"); } catch (Exception e) when (del(e)) { Console.WriteLine("delegate filter"); } Exception kept = null;
        try { throw new Exception("kept"); } catch (Exception e) when ((kept = e) != null && kept.Message is { Length: 4 } m && m[0] == 'k')
        {
            Console.WriteLine(ReferenceEquals(kept, e));
        }
        static bool Rec(int n, Exception e) => n == 0 ? e != null : Rec(n - 1, e);
        try { throw null; } catch (NullReferenceException e) when (Rec(500, e)) { Console.WriteLine("thrown null"); }
    }
}
