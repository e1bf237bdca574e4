// What F# values print: records and unions through Console and %A, nested data, tuples, sets, structs, generic formats, interpolation with %A.
module Printing

open System

type Colour =
    | Red
    | Green
    | Custom of r: int * g: int * b: int

type Leaf<'T> = { Value: 'T; Tag: string option }

type Tree<'T> =
    | Node of Tree<'T> * Leaf<'T> * Tree<'T>
    | Nil

[<Struct>]
type Pair = { Left: int; Right: float }

type Person(name: string) =
    member _.Name = name
    override _.ToString() = "person " + name

let show x = sprintf "%A" x

[<EntryPoint>]
let main _ =
    Console.WriteLine Red
    Console.WriteLine(Custom(1, 2, 3))
    Console.WriteLine { Value = 5; Tag = Some "t" }
    Console.WriteLine { Left = 1; Right = 2.5 }
    Console.WriteLine(Some 3)
    Console.WriteLine([ 1; 2 ])
    Console.WriteLine((1, "two", 3.0))
    let tree = Node(Nil, { Value = "a"; Tag = None }, Node(Nil, { Value = "b"; Tag = Some "x" }, Nil))
    printfn "%A" tree
    printfn "%s" (show { Left = 7; Right = -0.5 })
    printfn "%s %s" (show (Person "p")) (show [ Red; Custom(255, 0, 0) ])
    printfn "%A %A" (Set.ofList [ 3; 1; 2 ]) (1, 'c', "s", 2.5m)
    printfn "%A" (seq { for i in 1..3 -> i * i })
    printfn "%A" [| [ 1 ]; []; [ 2; 3 ] |]
    printfn "%A %A" (Ok 5: Result<int, string>) (Error "bad": Result<int, string>)
    printfn "%O|%5s|%-6b|%c" (Person "q") "ab" true 'z'
    let c = Custom(9, 8, 7)
    printfn $"interpolated %A{c} and {c} and %d{3} and %s{show Green}"
    let log fmt = Printf.ksprintf (fun s -> Console.WriteLine("log: " + s)) fmt
    log "%d %s %A" 1 "x" (Some(Some 2))
    log "no arguments"
    printfn "%A %A %A %A %A" 1 "two" 3.0 'f' (Some 5L)
    printfn "%d %d %d %d %d %d %d" 1 2 3 4 5 6 7
    Console.Error.WriteLine(sprintf "%A" (dict [ 1, "a" ]).Count)
    0
