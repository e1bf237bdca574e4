// Tail calls whose arguments don't fit in registers: virtual, through interfaces, delegates, function values, generics; large structs in and out.
module TailWide

open System
open System.Threading

let depth = 300000

[<Struct>]
type Big = { A: int64; B: double; C: string; D: int64 }

[<Struct>]
type Pair = { S: string; X: double }

[<Struct>]
type Floats = { P: single; Q: single }

// Large results on the way back.
let rec grow (n: int) (b: Big) : Big = if n = 0 then b else shrink (n - 1) b 1L 2.0 "c" 4L 5L 6L

and shrink n (b: Big) (a: int64) (x: double) (s: string) c d e : Big =
    if n = 0 then b
    else grow (n - 1) { A = b.A + a + c + d + e; B = b.B + x; C = (if n % 1000 = 0 then s + string (b.C.Length) else b.C); D = b.D - 1L }

// Structs of two registers of which one is left; floats beyond eight.
let rec pairs n a b c d (p: Pair) (q: Pair) (f: Floats) : Pair =
    if n = 0 then { S = p.S + q.S + string f.P + string f.Q; X = p.X - q.X + float (a + b + c + d) }
    else floats (n - 1) 1.0 2.0 3.0 4.0 5.0 6.0 7.0 8.0 p q f (single n)

and floats n (a: float) b c d e f g h (p: Pair) (q: Pair) (fl: Floats) (last: single) : Pair =
    if n = 0 then { S = q.S; X = a + b + c + d + e + f + g + h + p.X + float fl.P + float last }
    else pairs (n - 1) 1 2 3 4 { S = q.S; X = p.X + a } { S = p.S; X = q.X - h } { P = fl.Q; Q = last }

[<AbstractClass>]
type Node() =
    abstract Visit: n: int * a: int64 * b: string * c: int64 * d: string * e: int64 * big: Big -> int64
    abstract Generic<'t> : n: int * a: 't * b: 't * c: int * d: int * e: int * f: int -> 't

type INode =
    abstract Step: n: int * a: byte * b: sbyte * c: int16 * d: uint16 * e: bool * f: char * g: single * this': INode -> string

type Left(other: Lazy<Node>) =
    inherit Node()
    override _.Visit(n, a, b, c, d, e, big) =
        if n = 0 then a + c + e + big.A + int64 (b.Length + d.Length + big.C.Length)
        else other.Value.Visit(n - 1, a + 1L, d, c, b, e, { big with A = big.A + 1L })
    override _.Generic(n, a, b, c, d, e, f) =
        if n = 0 then a else other.Value.Generic(n - 1, b, a, f, e, d, c)

type Right(other: Lazy<Node>) =
    inherit Node()
    override _.Visit(n, a, b, c, d, e, big) =
        if n = 0 then -a - c - e
        else other.Value.Visit(n - 1, a, b + "", c + 2L, d, e + 3L, { big with C = d })
    override _.Generic(n, a, b, c, d, e, f) =
        if n = 0 then b else other.Value.Generic(n - 1, a, b, c, d, e, f)

type Stepper(tag: string) =
    interface INode with
        member _.Step(n, a, b, c, d, e, f, g, next) =
            if n = 0 then String.Join(",", tag, a, b, c, d, e, f, g)
            else next.Step(n - 1, a + 1uy, b - 1y, c - 1s, d + 1us, not e, char (int f ^^^ 1), g + 0.5f, next)

[<Struct>]
type ValueStepper(tag: string, k: int) =
    interface INode with
        member _.Step(n, a, b, c, d, e, f, g, next) =
            if n = 0 then String.Join("/", tag, a, b, c, d, e, f, g, k)
            else next.Step(n - 1, a, b, c, d, e, f, g, next)

type Wide = delegate of int * int64 * string * int64 * string * int64 * double * Big -> string

let mutable wide: Wide = null
let wideBody = Wide(fun n a s b t c x big -> if n = 0 then s + t + string (a + b + c) + string x + big.C else wide.Invoke(n - 1, a + 1L, t, b, s, c - 1L, x + 0.25, big))

let rec curried<'a> (f: int -> 'a -> 'a -> int -> int -> string) n (x: 'a) (y: 'a) : string =
    if n = 0 then f 1 x y 2 3 else curried f (n - 1) y x

let rec five (self: (int -> string -> string -> int64 -> int64 -> string) []) n (a: string) (b: string) (c: int64) (d: int64) : string =
    if n = 0 then a + b + string (c - d) else self[n % 2] (n - 1) b a (c + 1L) d

// A local whose address is taken, but not passed on.
let rec parses (n: int) a b c d e (text: string) : int =
    let mutable parsed = 0
    if Int32.TryParse(text, &parsed) && n = 0 then parsed + a + b + c + d + e else parses' (n - 1) text (a + parsed - parsed) b
and parses' n text a b = parses n a b 3 4 5 text

// What is thrown at the bottom arrives at the top, past filters and finally blocks on the way.
let rec fails n a b c d e (f: string) : int = if n = 0 then failwith f else fails' (n - 1) f a b c
and fails' n f a b c = if n = 0 then raise (ArgumentException f) else fails (n - 1) a b c 4 5 f

// Arguments in memory are evaluated by calls that pass theirs there; they allocate.
let rec nested n a b c d e (s: string) (o: obj) : string =
    if n = 0 then s + string a + string b + string o
    else nested' (n - 1) (inner 1 2 3 4 5 6 7 (box n)) s o a b c d
and nested' n (t: string) s o a b c d = nested n b a d c (a + 1) (if n % 5000 = 0 then s + t else s) (box (t.Length + n))
and inner a b c d e f g (o: obj) : string = if a = 0 then string o else inner' o (a - 1) b c d e f g
and inner' o a b c d e f g = inner a b c d e f g o

// Cheaply many arguments without a tail call in the same shape.
let sum a b c d e f g h = a + b + c + d + e + f + g + h

[<EntryPoint>]
let main _ =
    let big = { A = 1L; B = 2.0; C = "three"; D = 4L }
    for n in depth .. depth + 1 do
        let grown = grow n big
        Console.WriteLine(String.Join(" ", grown.A, grown.B, grown.C, grown.D))
        let p = pairs n 1 2 3 4 { S = "p"; X = 1.5 } { S = "q"; X = -2.5 } { P = 0.5f; Q = 0.25f }
        Console.WriteLine(p.S + " " + string p.X)
        let rec left: Node = Left(lazy right)
        and right: Node = Right(lazy left)
        Console.WriteLine(left.Visit(n, 1L, "b", 2L, "dd", 3L, big))
        Console.WriteLine(left.Generic(n / 100, "a", "b", 1, 2, 3, 4))
        Console.WriteLine(left.Generic(n / 100, 1.5, 2.5, 1, 2, 3, 4))
        Console.WriteLine((left.Generic(n / 100, big, { big with C = "other" }, 1, 2, 3, 4)).C)
        let s = Stepper "class" :> INode
        Console.WriteLine(s.Step(n, 1uy, 2y, 3s, 4us, true, 'x', 1.5f, s))
        let v = ValueStepper("struct", 7) :> INode
        Console.WriteLine(v.Step(n, 1uy, 2y, 3s, 4us, true, 'x', 1.5f, v))
        Console.WriteLine(s.Step(n, 1uy, 2y, 3s, 4us, true, 'x', 1.5f, v))
        wide <- wideBody
        Console.WriteLine(wide.Invoke(n, 1L, "s", 2L, "t", 3L, 0.5, big))
        Console.WriteLine(wideBody.DynamicInvoke(n, 1L, "s", 2L, "t", 3L, 0.5, big))
        Console.WriteLine(curried (fun a x y b c -> string a + x + y + string (b + c)) n "x" "y")
        Console.WriteLine(curried (fun a x y b c -> string a + string (x - y) + string (b + c)) n 1.0 2.0)
        let self = Array.zeroCreate 2
        self[0] <- five self
        self[1] <- fun n a b c d -> if n = 0 then "bottom" + a else five self n a b c d
        Console.WriteLine(five self n "a" "b" 3L 4L)
        Console.WriteLine(parses n 1 2 3 4 5 "17")
        let caught =
            try
                try
                    fails n 1 2 3 4 5 "boom"
                with e when e.Message.Length > 100 -> 0
            with
            | :? ArgumentException as e -> e.Message.Length
            | e -> -e.Message.Length
        Console.WriteLine caught
        Console.WriteLine(nested n 1 2 3 4 5 "" "o")
    Console.WriteLine(sum 1 2 3 4 5 6 7 8)
    let results = Array.zeroCreate 4
    let threads = [| for i in 0..3 -> Thread((fun () -> results[i] <- nested (20000 + i) i 2 3 4 5 "" (box i)), 1 <<< 20) |]
    for t in threads do t.Start()
    for t in threads do t.Join()
    for r in results do Console.WriteLine r
    0
