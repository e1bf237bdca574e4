// Classes: static and instance initialisation, events, references, extension members, object expressions.
module Classes

open System
open System.Collections.Generic
open System.Runtime.CompilerServices
open System.Runtime.InteropServices

let log = ResizeArray<string>()
let note s = log.Add s; s

type Counter<'T>() =
    static let mutable count = (note (sprintf "init %s" typeof<'T>.Name)).Length
    static let cache = Dictionary<int, 'T list>()
    static member Count = count
    static member Add(x: 'T) =
        count <- count + 1
        cache[count] <- x :: (match cache.TryGetValue(count - 1) with | true, l -> l | _ -> [])
        cache[count]

type Node(name: string) =
    let children = ResizeArray<Node>()
    let changed = Event<EventHandler<string>, string>()
    let mutable parent: Node option = None
    do note (sprintf "node %s" name) |> ignore
    new() = Node("anonymous")
    member _.Name = name
    member _.Depth(n: int) = n + children.Count
    member val Tag = note ("tag " + name) with get, set
    [<CLIEvent>]
    member _.Changed = changed.Publish
    member _.Item with get (i: int) = children[i] and set (i: int) (v: Node) = children[i] <- v
    member _.Item with get (s: string) : Node option = children |> Seq.tryFind (fun (c: Node) -> c.Name = s)
    member this.Add(c: Node, [<Optional; DefaultParameterValue(7)>] weight: int, ?at: int) : Node =
        children.Insert(defaultArg at children.Count, c)
        changed.Trigger(this, sprintf "%s+%s/%d" name c.Name weight)
        this
    abstract Visit: (string -> unit) -> unit
    default this.Visit f =
        f name
        for c in children do c.Visit f
    member _.GetSlice(a: int option, b: int option) = sprintf "%A..%A" a b
    override _.ToString() = sprintf "Node(%s)" name
    override _.Equals o = match o with :? Node as n -> n.Name = name | _ -> false
    override _.GetHashCode() = name.Length

type Loud(name) =
    inherit Node(name + "!")
    override this.Visit f =
        f (base.Name.ToUpperInvariant())
        base.Visit(fun s -> f (s + "?"))

type Early(f: Early -> int) as this =
    let x = f this
    let y = 5
    member _.Y = x + y

[<Struct; IsReadOnly>]
type Point(x: int, y: int) =
    member _.X = x
    member _.Y = y
    static member Swap(a: byref<Point>, b: byref<Point>) =
        let t = a
        a <- b
        b <- t
    member this.Sum(other: inref<Point>) = this.X + other.X

[<IsByRefLike; Struct>]
type Window(span: Span<int>) =
    member _.Total = let mutable t = 0 in (for x in span do t <- t + x); t
    member _.First = &span[0]

[<Extension>]
type Extensions =
    [<Extension>]
    static member Twice(s: string) = s + s
    [<Extension>]
    static member Second(xs: seq<'a>) = Seq.item 1 xs

type String with
    member s.Shout(?n: int) = s.ToUpperInvariant() + String('!', defaultArg n 1)

type IGreet =
    abstract Greet: name: string -> string
    abstract Loud: bool with get, set

let greeter prefix =
    let mutable loud = false
    { new IGreet with
        member _.Greet n = (if loud then (prefix + n: string).ToUpper() else prefix + n)
        member _.Loud with get () = loud and set v = loud <- v
      interface IDisposable with
        member _.Dispose() = note ("disposed " + prefix) |> ignore }

let inline swapIf (a: byref<'T>) (b: byref<'T>) =
    if a > b then
        let t = a
        a <- b
        b <- t

let parseAll (xs: string list) =
    xs |> List.map (fun s -> match Int32.TryParse s with | true, v -> Ok v | false, _ -> Error s)

type D = delegate of int * byref<int> -> string

let variadic ([<ParamArray>] xs: obj[]) = String.Join("|", xs)
type V = static member Join([<ParamArray>] xs: obj[]) = variadic xs

let rec even n = n = 0 || odd (n - 1)
and odd n = n <> 0 && even (n - 1)

let rec forward = lazy (note "forward" + string (backward.Force()))
and backward: Lazy<int> = lazy (note "backward" |> String.length)

[<EntryPoint>]
let main _ =
    printfn "%A %A %d %d" (Counter.Add 5) (Counter.Add "x") Counter<int>.Count Counter<string>.Count
    printfn "%A %d" (Counter.Add 6) Counter<obj>.Count
    let root = Node "root"
    root.Changed.Add(fun s -> note ("event " + s) |> ignore)
    let handler = EventHandler<string>(fun sender s -> note (sprintf "%O %s" sender s) |> ignore)
    root.Changed.AddHandler handler
    root.Add(Node "a").Add(Loud "b", at = 0).Add(Node(), weight = 9) |> ignore
    root.Changed.RemoveHandler handler
    root[1].Add(Loud "deep") |> ignore
    root[0] <- Loud "c"
    root.Visit(fun s -> printf "%s " s)
    printfn "%O %A %A %s %s" root[0] (root["a"] |> Option.map string) root["zz"] root[1..] root[..4]
    printfn "%b %d %s" (Node "q" = (Node "q" :> obj :?> Node)) (hash (Node "four")) root.Tag
    (try printfn "%d" (Early(fun e -> e.Y).Y) with :? InvalidOperationException as e -> printfn "%s" e.Message)
    let mutable p, q = Point(1, 2), Point(3, 4)
    Point.Swap(&p, &q)
    printfn "%d %d %d" p.X q.Y (p.Sum &q)
    let data = [| 5; 6; 7 |]
    let w = Window(data.AsSpan(1))
    let first = &w.First
    first <- 60
    printfn "%d %A" w.Total data
    printfn "%s %d %s %s" ("ab".Twice()) ([ 1; 2 ].Second()) ("hey".Shout()) ("hey".Shout 3)
    (use g = greeter "hi " :?> IDisposable
     let g = g :?> IGreet
     g.Loud <- true
     printfn "%s" (g.Greet "bob"))
    let mutable a, b = "z", "b"
    swapIf &a &b
    printfn "%s%s %A" a b (parseAll [ "1"; "x"; "-5" ])
    let d = D(fun n r -> r <- r + n; sprintf "%d" r)
    let mutable n = 10
    let text = d.Invoke(5, &n)
    printfn "%s %d %s %s" text n (V.Join(1, "a", null)) (V.Join [| box 1; box 2 |])
    printfn "%b %b %s" (even 1_000_001) (odd 1_000_001) (forward.Force())
    let fs = [ for i in 1..3 -> fun x -> x * i ]
    printfn "%A" (fs |> List.map (fun f -> f 10))
    let curried a b c d e f = a + b * c - d / e % f
    let partial = curried 1 2 3
    printfn "%d %A" (partial 40 5 6) ((>>) (partial 9 2) string 3)
    for l in log do printfn "- %s" l
    0
