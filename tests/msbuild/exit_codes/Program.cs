// Arguments, exit codes and Environment.Exit. The first argument says how to end.
Console.WriteLine($"{args.Length} arguments");
for (int i = 0; i < args.Length; i++)
    Console.WriteLine($"{i}: [{args[i]}]");

AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine("process exit");

switch (args.Length == 0 ? "" : args[0])
{
    case "return":
        return int.Parse(args[1]);
    case "exit":
        try
        {
            Environment.Exit(int.Parse(args[1]));
        }
        finally
        {
            Console.WriteLine("not reached");
        }
        return 0;
    case "property":
        Environment.ExitCode = int.Parse(args[1]);
        return Environment.ExitCode + 1;
    case "nested":
        Deep(int.Parse(args[1]));
        return 0;
    default:
        return 0;
}

static void Deep(int code)
{
    try
    {
        throw new InvalidOperationException("on the way out");
    }
    catch (InvalidOperationException e)
    {
        Console.WriteLine(e.Message);
        Environment.Exit(code);
    }
}
