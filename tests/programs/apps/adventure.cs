// stdin: look\ntake lamp\ngo north\nuse lamp\ngo up\ntake sword\nattack troll\nattack troll\ninventory\nsave\nfrobnicate\ngo south\nload\nquit\n
// A text adventure: a state machine driven by standard input; save games as binary streams, undo by records, events, an expression evaluator.
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Text;

enum Room { Cellar, Hall, Tower }
enum Mood { Calm, Angry, Dead }
abstract record Command
{
    public record Go(string Where) : Command;
    public record Take(string What) : Command;
    public record Use(string What) : Command;
    public record Attack(string Whom) : Command;
    public record Word(string Text) : Command;
    public static Command Parse(string line) => line.Split(' ', 2, StringSplitOptions.TrimEntries) switch
    {
        ["go", var w] => new Go(w),
        ["take" or "get", var w] => new Take(w),
        ["use", var w] => new Use(w),
        ["attack", var w] => new Attack(w),
        [var w] => new Word(w),
        _ => throw new FormatException("?"),
    };
}
record State(Room Room, IReadOnlySet<string> Bag, bool Lit, Mood Troll, int Turns)
{
    public override string ToString() => $"{Room}/{string.Join("+", Bag.Order())}/{(Lit ? "lit" : "dark")}/{Troll}/{Turns}";
    public void Save(Stream to)
    {
        using var w = new BinaryWriter(to, Encoding.UTF8, leaveOpen: true);
        w.Write((byte)Room); w.Write7BitEncodedInt(Bag.Count);
        foreach (var b in Bag.Order()) w.Write(b);
        w.Write(Lit); w.Write((ushort)Troll); w.Write(Turns); w.Write(1.5m); w.Write(double.Pi);
    }
    public static State Load(Stream from)
    {
        using var r = new BinaryReader(from, Encoding.UTF8, true);
        var room = (Room)r.ReadByte(); var bag = new SortedSet<string>();
        for (int n = r.Read7BitEncodedInt(); n > 0; n--) bag.Add(r.ReadString());
        var s = new State(room, bag, r.ReadBoolean(), (Mood)r.ReadUInt16(), r.ReadInt32());
        if (r.ReadDecimal() != 1.5m || r.ReadDouble() != double.Pi || r.PeekChar() != -1) throw new InvalidDataException();
        return s;
    }
}
sealed class Game : INotifyPropertyChanged
{
    State state = new(Room.Cellar, new SortedSet<string>(), false, Mood.Calm, 0);
    readonly Stack<State> undo = new();
    readonly MemoryStream saved = new();
    public event PropertyChangedEventHandler? PropertyChanged;
    public event EventHandler<string>? Said;
    public State State { get => state; private set { undo.Push(state); state = value; PropertyChanged?.Invoke(this, new(nameof(State))); } }
    static readonly Dictionary<(Room, string), Room> ways = new() { [(Room.Cellar, "north")] = Room.Hall, [(Room.Hall, "south")] = Room.Cellar, [(Room.Hall, "up")] = Room.Tower };
    static readonly ILookup<Room, string> things = new[] { (Room.Cellar, "lamp"), (Room.Tower, "sword"), (Room.Tower, "apple") }.ToLookup(x => x.Item1, x => x.Item2);
    void Say(FormattableString s) => Said?.Invoke(this, FormattableString.Invariant(s));
    public bool Step(string line)
    {
        try
        {
            switch (Command.Parse(line))
            {
                case Command.Go { Where: var w } when ways.TryGetValue((state.Room, w), out var next):
                    if (next == Room.Tower && !state.Lit) { Say($"too dark after {state.Turns} turns"); break; }
                    State = state with { Room = next, Turns = state.Turns + 1 }; break;
                case Command.Go(var w): Say($"no way {w}"); break;
                case Command.Take(var w) when things[state.Room].Contains(w) && !state.Bag.Contains(w): State = state with { Bag = new SortedSet<string>(state.Bag.Append(w)), Turns = state.Turns + 1 }; break;
                case Command.Use("lamp") when state.Bag.Contains("lamp"): State = state with { Lit = !state.Lit }; break;
                case Command.Attack("troll"): State = state with { Troll = state.Troll + 1 <= Mood.Dead ? state.Troll + 1 : throw new InvalidOperationException("it is dead") }; break;
                case Command.Word("look"): Say($"{state.Room} with {string.Join(" and ", things[state.Room])}"); break;
                case Command.Word("inventory"): Say($"you have {state.Bag.Count,3}: {state}"); break;
                case Command.Word("save"): saved.SetLength(0); state.Save(saved); Say($"{saved.Length} bytes {Convert.ToHexString(saved.ToArray())}"); break;
                case Command.Word("load"): saved.Position = 0; State = State.Load(saved); break;
                case Command.Word("quit"): return false;
                case var other: Say($"what is {other}"); break;
            }
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException) { Say($"{e.GetType().Name}: {e.Message}"); }
        return true;
    }
    public int Undone() { int n = 0; while (undo.TryPop(out var s)) { n = n * 7 + s.Turns; state = s; } return n; }
}
static class Calculator
{
    // Shunting-yard over spans; variables by a delegate.
    static readonly Dictionary<char, (int Level, Func<double, double, double> Do)> operators = new()
    {
        ['+'] = (1, (a, b) => a + b), ['-'] = (1, (a, b) => a - b), ['*'] = (2, (a, b) => a * b), ['/'] = (2, (a, b) => b == 0 ? throw new DivideByZeroException() : a / b), ['^'] = (3, Math.Pow),
    };
    public static double Run(ReadOnlySpan<char> s, Func<string, double> variable)
    {
        var values = new Stack<double>(); var ops = new Stack<char>();
        void Apply() { var (b, a) = (values.Pop(), values.Pop()); values.Push(operators[ops.Pop()].Do(a, b)); }
        for (int i = 0; i < s.Length;)
        {
            char c = s[i];
            if (c == ' ') i++;
            else if (char.IsAsciiDigit(c)) { int j = i; while (j < s.Length && (char.IsAsciiDigit(s[j]) || s[j] == '.')) j++; values.Push(double.Parse(s[i..j], provider: System.Globalization.CultureInfo.InvariantCulture)); i = j; }
            else if (char.IsLetter(c)) { int j = i; while (j < s.Length && char.IsLetter(s[j])) j++; values.Push(variable(s[i..j].ToString())); i = j; }
            else if (c == '(') { ops.Push(c); i++; }
            else if (c == ')') { while (ops.Peek() != '(') Apply(); ops.Pop(); i++; }
            else if (operators.TryGetValue(c, out var o)) { while (ops.TryPeek(out char t) && t != '(' && (operators[t].Level > o.Level || operators[t].Level == o.Level && c != '^')) Apply(); ops.Push(c); i++; }
            else throw new FormatException($"'{c}' at {i}");
        }
        while (ops.Count > 0) Apply();
        return values.Pop();
    }
}
static class Program
{
    static void Main()
    {
        var game = new Game();
        game.PropertyChanged += (s, e) => Console.WriteLine($"  {e.PropertyName}: {((Game)s!).State}");
        game.Said += (_, text) => Console.WriteLine("> " + text);
        string? line; int n = 0;
        while ((line = Console.ReadLine()) != null) { Console.WriteLine($"[{++n}] {line}"); if (!game.Step(line)) break; }
        Console.WriteLine(game.Undone() + " " + game.State + " " + (Console.In.ReadToEnd().Length == 0));
        var vars = new Dictionary<string, double> { ["x"] = 3, ["pi"] = Math.PI };
        foreach (string e in new[] { "1+2*3", "2^3^2", "(1+x)*(x-7)/2", "pi*x^2", "1/0", "2 $ 3", "y", "(1", "1.5e" })
            try { Console.WriteLine(FormattableString.Invariant($"{e} = {Calculator.Run(e, v => vars[v])}")); }
            catch (Exception x) { Console.WriteLine($"{e}: {x.GetType().Name} {x.Message}"); }
        Console.Error.WriteLine("bye");
    }
}
