// Computation expressions: option, state and logging builders with loops and handlers, async and lazy.
module Computations

open System

type OptionBuilder() =
    member _.Bind(x, f) = Option.bind f x
    member _.Return x = Some x
    member _.ReturnFrom(x: 'a option) = x
    member _.Zero() = None

let option = OptionBuilder()

type State<'s, 'a> = State of ('s -> 'a * 's)

type StateBuilder() =
    member _.Return x = State(fun s -> x, s)
    member _.Bind(State m, f) =
        State(fun s ->
            let x, s = m s
            let (State next) = f x
            next s)
    member _.Zero() = State(fun s -> (), s)
    member _.Delay f = State(fun s -> let (State m) = f () in m s)
    member _.Combine(State first, State second) = State(fun s -> let (), s = first s in second s)
    member this.For(items: seq<'a>, body: 'a -> State<'s, unit>) =
        State(fun s ->
            let mutable s = s
            for item in items do
                let (State m) = body item
                s <- snd (m s)
            (), s)

let state = StateBuilder()
let get = State(fun s -> s, s)
let put s = State(fun _ -> (), s)
let run (State m) s = m s

type LogBuilder(log: Text.StringBuilder) =
    member _.Yield(x: string) = log.Append(x).Append(';') |> ignore
    member _.Zero() = ()
    member _.Delay(f: unit -> unit) = f
    member _.Run f = f (); log.ToString()
    member _.Combine((), f: unit -> unit) = f ()
    member _.For(items: seq<'a>, f) = for item in items do f item
    member _.While(guard: unit -> bool, f: unit -> unit) = while guard () do f ()
    member _.TryWith(f: unit -> unit, handler: exn -> unit) = try f () with e -> handler e
    member _.TryFinally(f: unit -> unit, finish: unit -> unit) = try f () finally finish ()
    member _.Using(resource: #IDisposable, f) = use r = resource in f r

let parse (s: string) =
    match Int32.TryParse s with
    | true, n -> Some n
    | _ -> None

let ratio a b =
    option {
        let! x = parse a
        let! y = parse b
        if y <> 0 then return x / y
    }

let fail () : unit = failwith "failed"

let disposable name =
    { new IDisposable with
        member _.Dispose() = Console.WriteLine("disposed " + name) }

[<EntryPoint>]
let main _ =
    for a, b in [ "84", "2"; "x", "2"; "1", "0" ] do
        match ratio a b with
        | Some r -> Console.WriteLine r
        | None -> Console.WriteLine "none"

    let collatz =
        state {
            for _ in 1..10 do
                let! n, steps = get
                do! put ((if n % 2 = 0 then n / 2 else 3 * n + 1), steps + 1)
            let! n, steps = get
            return string n + " after " + string steps
        }
    Console.WriteLine(fst (run collatz (27, 0)))

    let log = LogBuilder(Text.StringBuilder())
    let cell = ref 0
    Console.WriteLine(
        log {
            "start"
            for x in [ 1; 2; 3 ] do
                string x
            while cell.Value < 2 do
                "while"
                cell.Value <- cell.Value + 1
            try
                try
                    "before"
                    fail ()
                    "never"
                finally
                    Console.WriteLine "finally"
            with e ->
                e.Message
            use _ = disposable "resource"
            "end"
        }
    )

    let work n = async {
        do! Async.Sleep 1
        return n * n
    }
    let all = async {
        let! squares = Async.Parallel [ for n in 1..5 -> work n ]
        let! extra = work 10
        return Array.sum squares + extra
    }
    Console.WriteLine(Async.RunSynchronously all)
    let failing = async {
        try
            let! n = work 3
            if n = 9 then raise (InvalidOperationException "nine")
            return "no"
        with :? InvalidOperationException as e -> return "caught " + e.Message
    }
    Console.WriteLine(Async.RunSynchronously failing)
    let asTask = task {
        let! n = work 4
        do! Threading.Tasks.Task.Yield()
        return n + 1
    }
    Console.WriteLine asTask.Result

    let value = lazy (Console.WriteLine "evaluated"; 42)
    Console.WriteLine(value.IsValueCreated)
    Console.WriteLine(value.Value + value.Force())
    0
