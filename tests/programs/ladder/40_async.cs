// async and await with Task: sequence, results, exceptions, WhenAll, Delay.
using System;
using System.Threading.Tasks;

class P
{
    static async Task<int> Add(int a, int b)
    {
        await Task.Yield();
        return a + b;
    }

    static async Task Fail(string m)
    {
        await Task.Delay(1);
        throw new InvalidOperationException(m);
    }

    static async Task<string> Work()
    {
        int sum = 0;
        for (int i = 0; i < 10; i++) sum = await Add(sum, i);
        try { await Fail("expected"); }
        catch (InvalidOperationException e) { return sum + " " + e.Message; }
        finally { Console.WriteLine("finally"); }
        return "not reached";
    }

    static async Task<int> Main()
    {
        Console.WriteLine(await Work());
        int[] all = await Task.WhenAll(Add(1, 2), Add(3, 4), Task.FromResult(5));
        Console.WriteLine(string.Join(" ", all));
        Console.WriteLine(await Task.Run(() => 6 * 7));
        return 0;
    }
}
