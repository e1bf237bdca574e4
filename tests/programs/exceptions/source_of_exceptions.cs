// The source of exceptions is asked, their methods only by reflection.
using System;
using System.Collections.Generic;
using System.Reflection;

class Custom : Exception
{
    public override string Source
    {
        get => "custom " + base.Source;
        set => base.Source = value;
    }
}

static class Program
{
    static void Throw<T>() => throw new InvalidOperationException(typeof(T).Name);

    static Exception Catch(Action action)
    {
        try { action(); } catch (Exception e) { return e; }
        return null;
    }

    static void Main()
    {
        Exception[] all =
        {
            Catch(() => int.Parse("x")),
            Catch(() => new List<int>().RemoveAt(3)),
            Catch(Throw<string>),
            Catch(() => throw new Custom()),
            Catch(() => ((string)null).ToString()),
            new Exception("never thrown"),
        };
        foreach (Exception e in all) Console.WriteLine(e.Source ?? "null");
        all[0].Source = "mine";
        all[3].Source = "mine, too";
        Console.WriteLine(all[0].Source + ", " + all[3].Source);
        PropertyInfo site = typeof(Exception).GetProperty("TargetSite");
        foreach (Exception e in all)
        {
            // Whether a method of the framework that was inlined has a frame differs.
            var method = (MethodBase)site.GetValue(e);
            if (method == null || method.DeclaringType.Assembly == typeof(Program).Assembly) Console.WriteLine(method?.Name ?? "null");
        }
    }
}
