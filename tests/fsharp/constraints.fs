// Statically resolved type parameters, static abstract members, and operators that types bring.
module Constraints

open System
open System.Numerics

type Vec =
    { X: float; Y: float }
    static member (+)(a, b) = { X = a.X + b.X; Y = a.Y + b.Y }
    static member (*)(a: Vec, k: float) = { X = a.X * k; Y = a.Y * k }
    static member (*)(k: float, a: Vec) = a * k
    static member (~-)(a) = { X = -a.X; Y = -a.Y }
    static member Zero = { X = 0.0; Y = 0.0 }
    static member DivideByInt(a: Vec, n: int) = { X = a.X / float n; Y = a.Y / float n }
    static member op_Explicit(a: Vec) : int = int (a.X + a.Y)
    static member op_Explicit(a: Vec) : string = sprintf "<%g %g>" a.X a.Y
    static member op_Implicit(a: float) : Vec = { X = a; Y = a }

let inline sumOf (xs: ^a list) : ^a = List.fold (+) LanguagePrimitives.GenericZero xs
let inline lengthOf (x: ^a) : int = (^a: (member Length: int) x)
let inline parse (s: string) : ^a = (^a: (static member Parse: string -> ^a) s)
let inline convert (x: ^a) : ^b = ((^a or ^b): (static member op_Implicit: ^a -> ^b) x)
let inline named (x: ^a) = (^a: (member Name: string with get) x), (^a: (member Describe: int -> string) (x, 3))

type Cat(name: string) =
    member _.Name = name
    member _.Describe(n: int) = String.replicate n name

[<Struct>]
type Dog =
    { Age: int }
    member d.Name = sprintf "dog%d" d.Age
    member d.Describe(n: int) = sprintf "%d*%d" d.Age n

type IShape<'T when 'T :> IShape<'T>> =
    static abstract Make: int -> 'T
    static abstract Sides: int
    static abstract (+): 'T * 'T -> 'T
    abstract Area: float

[<Struct>]
type Square =
    { Side: int }
    interface IShape<Square> with
        static member Make n = { Side = n }
        static member Sides = 4
        static member (+)(a, b) = { Side = a.Side + b.Side }
        member s.Area = float (s.Side * s.Side)

type Ball(r: int) =
    member _.R = r
    interface IShape<Ball> with
        static member Make n = Ball n
        static member Sides = 0
        static member (+)(a, b) = Ball(a.R + b.R)
        member b.Area = 3.0 * float (b.R * b.R)

let build<'T when IShape<'T>> n = 'T.Make n + 'T.Make(n + 1)
let describe<'T when IShape<'T>> () = sprintf "%s %d %g" typeof<'T>.Name 'T.Sides (build<'T> 4).Area
let inline poly (x: 'T) : 'T when 'T :> INumber<'T> = x * x + 'T.One
let rec power<'T when 'T :> INumber<'T>> (x: 'T) n : 'T = if n = 0 then 'T.One else x * power x (n - 1)

type Folder =
    static member inline Fold(xs: seq< ^a >, seed: ^b, [<InlineIfLambda>] f: ^b -> ^a -> ^b) : ^b =
        let mutable acc = seed
        for x in xs do
            acc <- f acc x
        acc

let inline (|Even|Odd|) (n: ^a) =
    if n % (LanguagePrimitives.GenericOne + LanguagePrimitives.GenericOne) = LanguagePrimitives.GenericZero then Even else Odd n

let parity n = match n with Even -> "even" | Odd x -> sprintf "odd %d" x

type Max =
    static member inline Of(a: ^t, b: ^t) = if a > b then a else b

[<EntryPoint>]
let main _ =
    printfn "%A" (sumOf [ { X = 1.0; Y = 2.0 }; { X = 0.5; Y = -1.0 } ])
    printfn "%d %g %s" (sumOf [ 1; 2; 3 ]) (sumOf [ 1.5; 2.5 ]) (string (sumOf [ 1I; 10I ** 20 ]))
    printfn "%d %d" (lengthOf "four") (lengthOf [| 1; 2; 3 |])
    printfn "%d %g %M %b" (parse "42": int) (parse "2.5": float) (parse "1.10": decimal) (parse "true": bool)
    printfn "%A %A" (named (Cat "tom")) (named { Age = 7 })
    printfn "%A" (convert 2.5: Vec)
    printfn "%d %s" (int { X = 1.5; Y = 2.0 }) (string (-(2.0 * { X = 1.0; Y = 3.0 } * 2.0)))
    printfn "%A" (List.averageBy (fun n -> { X = float n; Y = 1.0 }) [ 1; 2; 3 ])
    printfn "%s %s" (describe<Square> ()) (describe<Ball> ())
    printfn "%d %g %A" (poly 5) (poly 1.5) (poly (Complex(1.0, 2.0).Magnitude))
    printfn "%d %M %A" (power 3 7) (power 1.1M 3) (power (BigInteger 7) 30)
    printfn "%d" (Folder.Fold([ 1..10 ], 0, fun a x -> a * 2 + x))
    printfn "%s %s" (parity 10) (parity 7)
    printfn "%s %g %c" (Max.Of("a", "b")) (Max.Of(1.0, nan)) (Max.Of('x', 'y'))
    printfn "%A %A %A" (abs -3L) (sign -2.5) (truncate 2.9)
    printfn "%A" (try Checked.(+) Int32.MaxValue 1 with :? OverflowException -> -1)
    printfn "%A %A" (sbyte 300) (try Checked.sbyte 300 with :? OverflowException -> 0y)
    printfn "%A %A %A" (uint64 -1) (int64 1e19) (byte 'a')
    printfn "%A" (compare (1, "a", [ 2.0 ]) (1, "a", [ 3.0 ]))
    printfn "%A" (max (Some 3) None, min [ 1; 2 ] [ 1 ], compare nan nan, nan = nan, LanguagePrimitives.GenericEqualityER nan nan)
    0
