// A bank: accounts behind locks, transfers through channels, async workers, cancellation, audit by an async stream, concurrent collections.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

sealed class InsufficientFunds(string account, decimal missing) : Exception($"{account} lacks {missing:0.00}")
{
    public decimal Missing { get; } = missing;
}

sealed class Account(string name, decimal balance)
{
    readonly object gate = new();
    readonly List<(long Number, decimal Amount)> entries = new();
    public string Name { get; } = name;
    public decimal Balance { get; private set; } = balance;
    public void Post(long number, decimal amount)
    {
        lock (gate)
        {
            if (Balance + amount < 0) throw new InsufficientFunds(Name, -(Balance + amount));
            Balance += amount;
            entries.Add((number, amount));
        }
    }
    public IReadOnlyList<(long Number, decimal Amount)> Entries { get { lock (gate) return entries.ToArray(); } }
}

readonly record struct Transfer(long Number, string From, string To, decimal Amount);

sealed class Bank
{
    readonly ConcurrentDictionary<string, Account> accounts = new(StringComparer.OrdinalIgnoreCase);
    readonly ConcurrentQueue<string> refused = new();
    int done;
    public int Done => Volatile.Read(ref done);
    public IEnumerable<string> Refused => refused.OrderBy(r => r, StringComparer.Ordinal);
    public Account Open(string name, decimal amount) => accounts.GetOrAdd(name, n => new Account(n, amount));
    public decimal Total => accounts.Values.Sum(a => a.Balance);
    public async Task<int> WorkAsync(ChannelReader<Transfer> reader, CancellationToken token)
    {
        int count = 0;
        await foreach (var t in reader.ReadAllAsync(token).ConfigureAwait(false))
        {
            try
            {
                accounts[t.From].Post(t.Number, -t.Amount);
                accounts[t.To].Post(t.Number, t.Amount);
                Interlocked.Increment(ref done);
            }
            catch (InsufficientFunds e) when (e.Missing > 0) { refused.Enqueue($"#{t.Number:D4}: {e.GetType().Name}"); }
            catch (KeyNotFoundException) { refused.Enqueue($"#{t.Number:D4}: no such account"); }
            if (++count % 16 == 0) await Task.Yield();
        }
        return count;
    }
    public async IAsyncEnumerable<(string Name, decimal Balance)> Audit([EnumeratorCancellation] CancellationToken token = default)
    {
        foreach (var a in accounts.Values.OrderBy(a => a.Name, StringComparer.Ordinal))
        {
            await Task.Delay(1, token);
            token.ThrowIfCancellationRequested();
            yield return (a.Name, a.Balance);
        }
    }
}

static class Program
{
    static async Task<int> Main()
    {
        var bank = new Bank();
        string[] names = { "anna", "Bert", "carla", "Dora", "emil" };
        foreach (var n in names) bank.Open(n, 1_000_000m);
        var channel = Channel.CreateBounded<Transfer>(new BoundedChannelOptions(8) { FullMode = BoundedChannelFullMode.Wait });
        using var cts = new CancellationTokenSource();
        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => bank.WorkAsync(channel.Reader, cts.Token))).ToArray();
        var random = new Random(42);
        for (long i = 0; i < 400; i++)
        {
            string to = i % 97 == 5 ? "nobody" : names[random.Next(names.Length)];
            string from = i % 89 == 7 ? "ghost" : names[random.Next(names.Length)];
            decimal amount = i % 131 == 11 ? 99_999_999m : random.Next(1, 10_000) / 100m;
            await channel.Writer.WriteAsync(new Transfer(i, from, to, amount));
        }
        channel.Writer.Complete();
        int[] counts = await Task.WhenAll(workers);
        Console.WriteLine($"handled {counts.Sum()}, done {bank.Done}");
        foreach (var r in bank.Refused) Console.WriteLine(r);
        await foreach (var (name, balance) in bank.Audit()) Console.WriteLine($"{name,-8}{balance,16:N2}");
        Console.WriteLine($"total {bank.Total}");
        Console.WriteLine(bank.Open("ANNA", 5m).Entries.Select(e => e.Number).OrderBy(n => n).Take(5).Aggregate("", (s, n) => s + n + ";"));

        using var impatient = new CancellationTokenSource();
        try
        {
            await foreach (var (name, _) in bank.Audit().WithCancellation(impatient.Token))
            {
                Console.WriteLine("saw " + name);
                if (name == "anna") impatient.Cancel();
            }
        }
        catch (OperationCanceledException e) { Console.WriteLine(e.GetType().Name); }

        var slow = Task.Delay(Timeout.Infinite, new CancellationTokenSource(20).Token);
        var first = await Task.WhenAny(slow, Task.Delay(5000));
        Console.WriteLine(first == slow ? "cancelled " + slow.Status : "late");
        var failing = Task.WhenAll(Task.FromException(new InvalidOperationException("a")), Task.Run(() => { throw new FormatException("b"); }));
        try { await failing; } catch (InvalidOperationException e) { Console.WriteLine(e.Message + " of " + failing.Exception!.InnerExceptions.Count); }
        var semaphore = new SemaphoreSlim(2);
        int running = 0, most = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 20), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (_, t) =>
        {
            await semaphore.WaitAsync(t);
            try
            {
                int now = Interlocked.Increment(ref running);
                int seen; while ((seen = most) < now && Interlocked.CompareExchange(ref most, now, seen) != seen) { }
                await Task.Delay(1, t);
            }
            finally { Interlocked.Decrement(ref running); semaphore.Release(); }
        });
        Console.WriteLine(most is 1 or 2);
        var ticks = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        int n2 = 0;
        await using (var timer = new Timer(_ => { if (Interlocked.Increment(ref n2) == 3) ticks.TrySetResult(3); }, null, 1, 2))
            Console.WriteLine("ticks " + await ticks.Task);
        using var periodic = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        int rounds = 0;
        while (rounds < 3 && await periodic.WaitForNextTickAsync()) rounds++;
        Console.WriteLine("rounds " + rounds);
        var local = new AsyncLocal<string?> { Value = "outer" };
        await Task.Run(() => { local.Value = "inner"; Console.WriteLine(local.Value); });
        Console.WriteLine(local.Value);
        return bank.Total < 5_000_000m ? 0 : 3;
    }
}
