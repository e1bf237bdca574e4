// Units of measure, which leave no trace at run time, and inline functions with member constraints.
module Units

open System

[<Measure>] type m
[<Measure>] type s
[<Measure>] type kg
[<Measure>] type N = kg m / s^2

let speed (distance: float<m>) (time: float<s>) = distance / time
let force (mass: float<kg>) (a: float<m/s^2>) : float<N> = mass * a
let square (x: float<'u>) : float<'u^2> = x * x
let inline sumOf (items: ^a list) = List.fold (+) LanguagePrimitives.GenericZero items
let inline lengthOf (x: ^a) = (^a: (member Length: int) x)
let inline parse< ^a when ^a: (static member Parse: string -> ^a)> (text: string) = (^a: (static member Parse: string -> ^a) text)

type Sized(n: int) =
    member _.Length = n

type Vector<[<Measure>] 'u> =
    { X: float<'u>; Y: float<'u> }
    static member (+)(a: Vector<'u>, b: Vector<'u>) = { X = a.X + b.X; Y = a.Y + b.Y }
    static member Zero: Vector<'u> = { X = 0.0<_>; Y = 0.0<_> }
    member v.Norm = sqrt (v.X * v.X + v.Y * v.Y)

[<EntryPoint>]
let main _ =
    Console.WriteLine(float (speed 100.0<m> 9.58<s>))
    Console.WriteLine(float (force 80.0<kg> 9.81<m/s^2>))
    Console.WriteLine(float (square 3.0<m>))
    Console.WriteLine(int 5<m> * 2)
    Console.WriteLine(decimal 2.50M<kg>)
    let total = List.sum [ 1.5<m>; 2.5<m> ]
    Console.WriteLine(total > 3.0<m>)
    Console.WriteLine(sumOf [ 1; 2; 3 ])
    Console.WriteLine(sumOf [ 1.5; 2.5 ])
    Console.WriteLine(sumOf [ 100000000000L; 1L ])
    Console.WriteLine(float (sumOf [ { X = 3.0<m>; Y = 0.0<m> }; { X = 0.0<m>; Y = 4.0<m> } ]).Norm)
    Console.WriteLine(lengthOf "text" + lengthOf [| 1; 2 |] + lengthOf (Sized 10))
    Console.WriteLine(parse<int> "12" + int (parse<float> "0.5" * 4.0))
    Console.WriteLine(parse<Guid> "00000000-0000-0000-0000-000000000001")
    Console.WriteLine(LanguagePrimitives.Int32WithMeasure<m> 7 = 7<m>)
    0
