// Classes, interfaces, object expressions, abstract members, properties, events, extension members and operators.
module Objects

open System
open System.Collections.Generic

type IShape =
    abstract Area: float
    abstract Scale: float -> IShape

[<AbstractClass>]
type Named(name: string) =
    let mutable renamed = 0
    member _.Name = name
    member _.Renamed with get () = renamed and set value = renamed <- value
    abstract Describe: unit -> string
    default this.Describe() = "a " + this.Name
    static member val Created = 0 with get, set

type Circle(r: float) =
    inherit Named("circle")
    do Named.Created <- Named.Created + 1
    new() = Circle(1.0)
    override _.Describe() = base.Describe() + " of radius " + string r
    interface IShape with
        member _.Area = 3.0 * r * r
        member _.Scale k = Circle(r * k)

type Stack<'a>() =
    let items = List<'a>()
    let pushed = Event<'a>()
    [<CLIEvent>]
    member _.Pushed = pushed.Publish
    member this.Push x =
        items.Add x
        pushed.Trigger x
        this
    member _.Item with get i = items[i] and set i x = items[i] <- x
    member _.Count = items.Count
    interface IEnumerable<'a> with
        member _.GetEnumerator() = (Seq.rev items).GetEnumerator()
        member _.GetEnumerator() = (Seq.rev items).GetEnumerator() :> Collections.IEnumerator

type String with
    member s.Shout() = s.ToUpperInvariant() + "!"

[<Struct; CustomEquality; NoComparison>]
type Modulo(n: int) =
    member _.N = n % 7
    static member (+)(a: Modulo, b: Modulo) = Modulo(a.N + b.N)
    static member (~-)(a: Modulo) = Modulo(7 - a.N)
    static member op_Explicit(a: Modulo) : int = a.N
    override this.Equals o = match o with :? Modulo as m -> m.N = this.N | _ -> false
    override this.GetHashCode() = this.N

[<Flags>]
type Options =
    | None = 0
    | Fast = 1
    | Loud = 2
    | Both = 3

exception Problem of code: int * text: string

let risky n =
    try
        try
            match n with
            | 0 -> raise (Problem(7, "seven"))
            | 1 -> failwith "one"
            | 2 -> invalidArg "n" "two"
            | 3 -> raise (KeyNotFoundException())
            | _ -> "fine"
        with
        | Problem(code, text) when code > 5 -> "problem " + text
        | Failure message -> "failure " + message
        | :? ArgumentException as e -> "argument " + e.ParamName
    finally
        Console.WriteLine "cleaned up"

[<EntryPoint>]
let main _ =
    let circle = Circle 2.0
    Console.WriteLine(circle.Describe())
    Console.WriteLine((circle :> IShape).Scale(2.0).Area)
    let unit =
        { new IShape with
            member _.Area = 1.0
            member this.Scale k =
                { new IShape with
                    member _.Area = k * k * this.Area
                    member _.Scale _ = this } }
    Console.WriteLine(unit.Scale(3.0).Area + unit.Scale(3.0).Scale(5.0).Area)
    let anonymous = { new Named("thing") with override this.Describe() = "some " + this.Name.Shout() }
    Console.WriteLine(anonymous.Describe())
    circle.Renamed <- circle.Renamed + 3
    Circle() |> ignore
    Console.WriteLine(circle.Renamed + Named.Created)

    let stack = Stack<string>()
    stack.Pushed.Add(fun x -> Console.WriteLine("pushed " + x))
    stack.Push("a").Push("b") |> ignore
    stack[0] <- stack[0] + stack[1]
    Console.WriteLine(String.Join(",", stack))
    Console.WriteLine(int (Modulo 5 + Modulo 4) + int (-(Modulo 2)))
    Console.WriteLine(Modulo 3 = Modulo 10)
    Console.WriteLine(Options.Fast ||| Options.Loud = Options.Both)
    Console.WriteLine(int (Options.Both &&& Options.Loud))
    for n in 0..2 do Console.WriteLine(risky n)
    try
        risky 3 |> Console.WriteLine
    with :? KeyNotFoundException -> Console.WriteLine "not found"
    let test (x: obj) =
        match x with
        | :? int as i -> "int " + string i
        | :? string as s -> "string " + s
        | :? IShape -> "shape"
        | null -> "null"
        | _ -> "other"
    Console.WriteLine(String.Join(", ", [| box 1; box "x"; box circle; null; box 2.5 |] |> Array.map test))
    use _ = { new IDisposable with member _.Dispose() = Console.WriteLine "disposed" }
    Console.WriteLine "last"
    0
