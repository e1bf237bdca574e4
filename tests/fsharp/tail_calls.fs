// Tail calls a million deep: between functions of different signatures, through closures, methods, generics and continuations.
module TailCalls

open System

let depth = 1000000

// More and fewer arguments, of other kinds.
let rec one (n: int) : int64 = if n = 0 then 1L else many (n - 1) 1.5 "text" 2L n n n n n n
and many n (x: float) (s: string) (l: int64) a b c d e f : int64 =
    if n = 0 then int64 s.Length + l + int64 (a + b + c + d + e + f)
    else three (n - 1) struct (x, l, x) s
and three n (struct (x: float, l: int64, y: float)) s : int64 = if n = 0 then int64 (x + y) + l else one (n - 1)

// Through function values that the compiler can't see.
let rec viaClosure (f: int -> int -> string) n = if n = 0 then f 1 2 else viaClosure (if n % 2 = 0 then f else f) (n - 1)
let functions: (int -> int)[] = Array.zeroCreate 2

// Continuation passing: the depth is in the heap.
let rec sum list k =
    match list with
    | [] -> k 0L
    | x :: rest -> sum rest (fun total -> k (total + int64 x))

type Machine(limit: int) =
    member this.Ping(n: int, trace: int64) : int64 = if n >= limit then trace else this.Pong(n + 1, trace + 1L, "x")
    member this.Pong(n: int, trace: int64, s: string) : int64 = if n >= limit then -trace else this.Ping(n + 1, trace + int64 s.Length)

[<AbstractClass>]
type Step() =
    abstract Run: int * int64 -> int64

type Up(other: Lazy<Step>) =
    inherit Step()
    override _.Run(n, t) = if n = 0 then t else other.Value.Run(n - 1, t + 1L)

type Down(other: Lazy<Step>) =
    inherit Step()
    override _.Run(n, t) = if n = 0 then t else other.Value.Run(n - 1, t - 2L)

let rec generic<'a> n (x: 'a) (y: 'a) (count: int) : struct ('a * int) = if n = 0 then struct (x, count) else generic (n - 1) y x (count + 1)

let rec even n = if n = 0 then true else odd (n - 1)
and odd n = if n = 0 then false else even (n - 1)

[<EntryPoint>]
let main _ =
    for n in depth .. depth + 2 do
        Console.WriteLine(one n)

    Console.WriteLine(viaClosure (fun x y -> string (x + y)) depth)
    functions[0] <- fun n -> if n = 0 then 0 else functions[1] (n - 1)
    functions[1] <- fun n -> if n = 0 then 1 else functions[0] (n - 1)
    Console.WriteLine(functions[0] (depth + 1))
    Console.WriteLine(sum [ 1..depth ] id)
    Console.WriteLine(Machine(depth).Ping(0, 0L))
    Console.WriteLine(Machine(depth + 1).Ping(0, 0L))
    let rec a: Step = Up(lazy b)
    and b: Step = Down(lazy a)
    Console.WriteLine(a.Run(depth + 1, 0L))
    let struct (word, count) = generic depth "a" "b" 0
    Console.WriteLine(word + string count)
    let struct (number, _) = generic (depth + 1) 1.5 2.5 0
    Console.WriteLine number
    Console.WriteLine(even (depth + 1))
    0
