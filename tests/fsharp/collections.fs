// Lists, sequences, maps, sets and arrays: comprehensions, laziness, folds, grouping, slices.
module Collections

open System

let show (items: seq<'a>) = Console.WriteLine("[" + String.Join("; ", items) + "]")

let primes limit =
    seq {
        let composite = Array.create (limit + 1) false
        for n in 2..limit do
            if not composite[n] then
                yield n
                for multiple in n * n .. n .. limit do
                    composite[multiple] <- true
    }

let fibonacci = Seq.unfold (fun (a, b) -> Some(a, (b, a + b))) (0, 1)

let noisy =
    seq {
        Console.WriteLine "first"
        yield 1
        Console.WriteLine "second"
        yield 2
        try
            yield 3
        finally
            Console.WriteLine "finally"
        yield! [ 4; 5 ]
    }

let rec permutations list =
    match list with
    | [] -> [ [] ]
    | _ ->
        [ for x in list do
              for rest in permutations (List.filter ((<>) x) list) do
                  yield x :: rest ]

[<EntryPoint>]
let main _ =
    show (primes 50)
    show (Seq.take 12 fibonacci)
    show (Seq.truncate 2 noisy)
    show noisy
    show [ for x in 1..3 do for y in x..3 -> x * 10 + y ]
    show (permutations [ 1; 2; 3 ] |> List.map (List.map string >> String.concat ""))

    let numbers = [ 5; 3; 8; 1; 9; 2 ]
    show (List.sort numbers)
    show (List.sortByDescending (fun x -> x % 5) numbers)
    show (List.rev numbers |> List.zip numbers)
    show (List.scan (+) 0 numbers)
    show (List.pairwise numbers)
    show (List.chunkBySize 4 numbers)
    Console.WriteLine(List.reduce max numbers)
    Console.WriteLine(List.foldBack (fun x s -> string x + s) numbers "")
    Console.WriteLine(List.tryFind (fun x -> x > 100) numbers = None)
    let small, large = List.partition (fun x -> x < 5) numbers
    show small
    show large

    let map = Map.ofList [ for w in [ "one"; "two"; "three"; "four" ] -> w, w.Length ]
    show (Map.toSeq map)
    show (map |> Map.add "five" 5 |> Map.remove "one" |> Map.filter (fun _ v -> v > 3) |> Map.keys)
    Console.WriteLine(Map.tryFind "two" map)
    Console.WriteLine(Map.containsKey "six" map)
    Console.WriteLine((map = Map.ofSeq (Map.toSeq map)))

    let a, b = set [ 1; 2; 3; 4 ], set [ 3; 4; 5 ]
    show (Set.union a b)
    show (Set.intersect a b)
    show (a - b)
    Console.WriteLine(Set.isSubset (set [ 1; 2 ]) a)

    let words = "the quick brown fox jumps over the lazy dog the end".Split ' '
    for key, count in words |> Seq.countBy id |> Seq.filter (fun (_, n) -> n > 1) do
        Console.WriteLine(key + " " + string count)
    for key, group in words |> Seq.groupBy String.length |> Seq.sortBy fst do
        Console.WriteLine(string key + ": " + String.Join(" ", group))

    let array = Array.init 10 (fun i -> i * i)
    show array[3..6]
    show array[..2]
    Console.WriteLine(Array.sum array + Array.max array)
    Array.sortInPlaceBy (fun x -> -x) array
    show array
    show (Array.map2 (+) [| 1; 2; 3 |] [| 10; 20; 30 |])
    let grid = Array2D.init 3 3 (fun i j -> i * 3 + j)
    show (Seq.cast<int> grid[1.., 0..1])
    let cached = Seq.cache (Seq.map (fun x -> Console.WriteLine("computed " + string x); x) [ 1; 2 ])
    Console.WriteLine(Seq.sum cached + Seq.sum cached)
    Console.WriteLine(Seq.isEmpty Seq.empty<int>)
    Console.WriteLine(compare [ 1; 2; 3 ] [ 1; 2; 4 ])
    Console.WriteLine([| 1; 2 |] = [| 1; 2 |])
    0
