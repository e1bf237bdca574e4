// `TargetSite`: the method that threw where it is known, never an error.
using System;
using System.Runtime.CompilerServices;

static class Program
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Thrower() => throw new InvalidOperationException("thrown");

    static void Main()
    {
        Console.WriteLine(new Exception().TargetSite == null);
        try
        {
            Thrower();
        }
        catch (Exception e)
        {
            var site = e.TargetSite;
            Console.WriteLine(site == null || site.Name == nameof(Thrower));
            Console.WriteLine(ReferenceEquals(site, e.TargetSite));
        }
    }
}
