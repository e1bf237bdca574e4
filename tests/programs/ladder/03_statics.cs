// Static fields, a static constructor that runs once before the first access, and static readonly fields.
// exit: 123
class Counter
{
    public static int Runs;
    public static readonly int Start;
    public static long Total = 100;

    static Counter()
    {
        Runs++;
        Start = 20;
        Total += 1;
    }

    public static void Add(int n) => Total += n;
}

class P
{
    static int s_before = 1;

    static int Main()
    {
        Counter.Add(Counter.Start);
        Counter.Add(s_before);
        return (int)(Counter.Total + Counter.Runs);
    }
}
