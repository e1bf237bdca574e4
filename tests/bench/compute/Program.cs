using System;
using System.Diagnostics;

/// Runs a compute program by name: prints its name, its check sum, and the shortest time of several runs in microseconds.
static class Program
{
    static readonly (string Name, Func<long> Run)[] Programs =
    {
        ("nbody", Numeric.NBody),
        ("spectral-norm", Numeric.SpectralNorm),
        ("fannkuch", Numeric.Fannkuch),
        ("matrix", Numeric.Matrix),
        ("mandelbrot", Numeric.Mandelbrot),
        ("sieve", Numeric.Sieve),
        ("sha256", Numeric.Sha256),
        ("generic-math", Objects.GenericMath),
        ("virtual", Objects.Virtual),
        ("interface", Objects.Interface),
        ("delegate", Objects.Delegates),
        ("casts", Objects.Casts),
        ("strings", Objects.Strings),
        ("sort", Objects.SortComparer),
        ("dictionary", Objects.Dictionaries),
        ("list", Objects.Lists),
        ("trees", Objects.BinaryTrees),
        ("exceptions", Objects.Exceptions),
    };

    static int Main(string[] args)
    {
        int repeat = args.Length > 1 ? int.Parse(args[1]) : 5;
        foreach (var (name, run) in Programs)
        {
            if (args.Length > 0 && args[0] != name && args[0] != "all")
                continue;
            long best = long.MaxValue, sum = 0;
            for (int i = 0; i < repeat; i++)
            {
                long start = Stopwatch.GetTimestamp();
                sum = run();
                long ticks = Stopwatch.GetTimestamp() - start;
                best = Math.Min(best, ticks);
            }
            long micros = best * 1_000_000 / Stopwatch.Frequency;
            Console.WriteLine(name + " " + sum.ToString() + " " + micros.ToString());
        }
        return 0;
    }
}
