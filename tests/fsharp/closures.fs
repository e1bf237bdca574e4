// Closures: currying, partial application, captured and mutated variables, functions in data, composition, recursion through values.
module Closures

open System

let add x y z = x * 100 + y * 10 + z
let compose f g = fun x -> g (f x)
let twice f x = f (f x)
let constant x _ = x

let counter start =
    let cell = ref start
    (fun () ->
        cell.Value <- cell.Value + 1
        cell.Value),
    (fun () -> cell.Value <- start)

let rec fix f x = f (fix f) x

let memoize f =
    let cache = Collections.Generic.Dictionary<_, _>()
    fun x ->
        match cache.TryGetValue x with
        | true, y -> y
        | _ ->
            let y = f x
            cache.Add(x, y)
            y

type Operation =
    { Name: string
      Run: int -> int -> int }

// Many arguments: more than the fast paths of FSharpFunc take at once.
let seven (a: int) b c d e f g = String.Join<int>(",", [| a; b; c; d; e; f; g |])

let inline apply ([<InlineIfLambda>] f: int -> int) x = f x

[<EntryPoint>]
let main _ =
    let addOne = add 1
    let addOneTwo = addOne 2
    Console.WriteLine(addOneTwo 3 + addOne 5 6)
    Console.WriteLine((compose (add 0 0) string) 9 + "!")
    Console.WriteLine(twice (twice (fun x -> x * 3)) 1)
    Console.WriteLine(List.map (constant "c") [ 1; 2 ] |> String.concat "")

    let next, reset = counter 10
    Console.WriteLine(next () + next ())
    reset ()
    Console.WriteLine(next ())

    let factorial = fix (fun self n -> if n <= 1 then 1L else int64 n * self (n - 1))
    Console.WriteLine(factorial 15)

    let calls = ref 0
    let slow =
        memoize (fun x ->
            calls.Value <- calls.Value + 1
            x * x)
    Console.WriteLine(slow 7 + slow 7 + slow 8)
    Console.WriteLine calls.Value

    let operations =
        [ { Name = "plus"; Run = (+) }
          { Name = "minus"; Run = (-) }
          { Name = "swapped"; Run = fun x y -> y - x }
          { Name = "partial"; Run = add 7 } ]
    for o in operations do
        Console.WriteLine(o.Name + " " + string (o.Run 9 4))

    let partial = seven 1 2 3
    let more = partial 4 5
    Console.WriteLine(more 6 7)
    Console.WriteLine(partial 0 0 0 0)

    let functions = [| for i in 1..5 -> fun x -> x * i |]
    Console.WriteLine(functions |> Array.sumBy (fun f -> f 10))
    Console.WriteLine(([ 1..5 ] |> List.map add |> List.map (fun f -> f 1 2) |> List.sum))
    Console.WriteLine(apply (fun x -> x + addOneTwo x) 4)

    // Functions as delegates and back.
    let f = Func<int, int, int>(fun x y -> x - y)
    Console.WriteLine(f.Invoke(10, 3))
    let action = Action<string>(fun s -> Console.WriteLine("action " + s))
    action.Invoke "run"
    Console.WriteLine(Array.ConvertAll([| 1; 2; 3 |], fun x -> x * 2) |> Array.sum)

    let rec even n = n = 0 || odd (n - 1)
    and odd n = n <> 0 && even (n - 1)
    Console.WriteLine(even 1001)
    let pipeline = (fun x -> x + 1) >> (fun x -> x * 2) >> string >> (fun s -> s.Length)
    Console.WriteLine(pipeline 499)
    0
