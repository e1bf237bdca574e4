// Parallel.For, ForEach, Invoke, ForEachAsync and PLINQ, with results that don't depend on timing.
using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

class P
{
    static async Task Main()
    {
        long sum = 0; Parallel.For(0, 1000, i => Interlocked.Add(ref sum, i)); Console.WriteLine(sum);
        sum = 0; Parallel.For(0, 1000, () => 0L, (i, st, loc) => loc + i, loc => Interlocked.Add(ref sum, loc)); Console.WriteLine(sum);
        var bag = new ConcurrentBag<int>();
        Parallel.ForEach(Enumerable.Range(0, 100), new ParallelOptions { MaxDegreeOfParallelism = 3 }, x => { if (x % 3 == 0) bag.Add(x); });
        Console.WriteLine(bag.Count + " " + bag.Sum());
        try
        {
            Parallel.For(0, 10, i => { if (i == 5) throw new FormatException("p5"); });
        }
        catch (AggregateException e) { Console.WriteLine(e.InnerExceptions[0].Message); }
        int a1 = 0, a2 = 0; Parallel.Invoke(() => a1 = 1, () => a2 = 2);
        var res = Parallel.For(0, 1000, (i, st) => { if (i == 10) st.Break(); });
        Console.WriteLine(a1 + a2 + " " + res.IsCompleted + res.LowestBreakIteration);
        await Parallel.ForEachAsync(Enumerable.Range(0, 50), async (x, ct) => { await Task.Yield(); Interlocked.Add(ref sum, x); });
        Console.WriteLine(sum);
        Console.WriteLine(Enumerable.Range(0, 1000).AsParallel().Where(x => x % 7 == 0).Select(x => (long)x * x).Sum() + " "
            + string.Join(",", Enumerable.Range(0, 20).AsParallel().AsOrdered().Where(x => x % 3 == 0).Select(x => x * 2)) + " "
            + Enumerable.Range(1, 100).AsParallel().Aggregate(0, (x, y) => x + y)
            + Enumerable.Range(0, 50).AsParallel().OrderByDescending(x => x).First() + " "
            + Enumerable.Range(0, 30).AsParallel().GroupBy(x => x % 4).Select(g => g.Count()).OrderBy(x => x).Sum());
    }
}
