// Exception members: Message, InnerException, Data, HResult, Source, HelpLink, GetBaseException, ToString, AggregateException and messages of framework exceptions.
using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;

class Over : Exception { public override string Message => "overridden"; public override string ToString() => "custom tostring"; }
class WithData : Exception { public WithData() : base("data") { Data["k"] = 1; HelpLink = "help"; HResult = 0x1234; Source = "src"; } }
class NoMsg : Exception { public NoMsg() : base(null) { } public NoMsg(Exception i) : base(null, i) { } }
class Gen<T> : Exception { public class N : Exception { } }

class P
{
    static void Main()
    {
        foreach (Exception e in new Exception[] { new Exception(), new SystemException(), new ApplicationException(),
            new ArgumentException(), new ArgumentException("m", "p"), new ArgumentException("m", "p", new Exception("i")),
            new ArgumentNullException(), new ArgumentNullException("p"), new ArgumentNullException("p", "m"),
            new ArgumentOutOfRangeException(), new ArgumentOutOfRangeException("p"), new ArgumentOutOfRangeException("p", 5, "m"),
            new ArithmeticException(), new DivideByZeroException(), new OverflowException(), new NullReferenceException(),
            new IndexOutOfRangeException(), new InvalidCastException(), new InvalidOperationException(), new NotSupportedException(),
            new NotImplementedException(), new FormatException(), new KeyNotFoundException(), new OutOfMemoryException(),
            new StackOverflowException(), new TimeoutException(), new ObjectDisposedException("obj"),
            new ObjectDisposedException("obj", "m"), new OperationCanceledException(), new TaskCanceledException(),
            new UnauthorizedAccessException(), new IOException(), new FileNotFoundException(), new FileNotFoundException("m", "f.txt"),
            new DirectoryNotFoundException(), new EndOfStreamException(), new RankException(), new ArrayTypeMismatchException(),
            new TypeInitializationException("T", null), new MissingMethodException(), new PlatformNotSupportedException(),
            new AggregateException(), new AggregateException("m", new Exception("a"), new Exception("b")), new InvalidDataException(),
            new Over(), new WithData(), new NoMsg(), new NoMsg(new Exception("in")), new Gen<int>(), new Gen<List<string>>.N(),
            new NotFiniteNumberException(), new DuplicateWaitObjectException(), new InsufficientExecutionStackException(),
            new AccessViolationException(), new TypeLoadException(), new EntryPointNotFoundException(), new DllNotFoundException(),
            new BadImageFormatException(), new MemberAccessException(), new UriFormatException(), new InvalidTimeZoneException(),
            new System.Text.DecoderFallbackException() })
            Console.WriteLine($"{e.GetType()}|{e.Message.Replace("\n", "/")}|{e.HResult:X8}|{e.InnerException?.Message}|{e.ToString().Replace("\n", "/")}");
        var ex = new WithData(); ex.Data["l"] = "v"; foreach (DictionaryEntry d in ex.Data) Console.Write(d.Key + "=" + d.Value + " ");
        Console.WriteLine(ex.HelpLink + ex.Source + ex.HResult);
        var deep = new Exception("1", new Exception("2", new NoMsg(new FormatException("4"))));
        Console.WriteLine(deep.GetBaseException().Message + deep.ToString().Replace("\n", "/"));
        var agg = new AggregateException(new Exception("x"), new AggregateException(new FormatException("y"), new Exception("z")));
        Console.WriteLine(agg.InnerExceptions.Count + " " + agg.Flatten().InnerExceptions.Count + " " + agg.Message + " "
            + agg.InnerException.Message + " " + agg.GetBaseException().Message);
        try
        {
            agg.Flatten().Handle(e => e is FormatException);
        }
        catch (AggregateException a) { Console.WriteLine(a.InnerExceptions.Count); }
        try { ArgumentNullException.ThrowIfNull((object)null, "arg"); } catch (ArgumentNullException e) { Console.WriteLine(e.Message); }
        try
        {
            ArgumentOutOfRangeException.ThrowIfNegative(-1, "n");
        }
        catch (ArgumentException e) { Console.WriteLine(e.Message.Replace("\n", "/")); }
        try { ArgumentException.ThrowIfNullOrEmpty("", "s"); } catch (ArgumentException e) { Console.WriteLine(e.Message); }
        try { ObjectDisposedException.ThrowIf(true, "x"); } catch (ObjectDisposedException e)
        {
            Console.WriteLine(e.Message.Replace("\n", "/"));
        }
        try
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(5, 3, "q");
        }
        catch (ArgumentException e) { Console.WriteLine(e.Message.Replace("\n", "/")); }
    }
}
