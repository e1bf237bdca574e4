// Arithmetic in F#: integer types, overflow checks, conversions, bits, BigInteger, ranges and mutable loops, spans and pointers by reference.
module Numbers

open System

let checkedAdd (x: int) (y: int) =
    try
        string (Checked.(+) x y)
    with :? OverflowException -> "overflow"

let swap (a: byref<int>) (b: byref<int>) =
    let t = a
    a <- b
    b <- t

let rec gcd a b = if b = 0 then a else gcd b (a % b)

let isqrt (n: int) =
    let mutable x = n
    let mutable y = (x + 1) / 2
    while y < x do
        x <- y
        y <- (x + n / x) / 2
    x

[<EntryPoint>]
let main _ =
    Console.WriteLine(checkedAdd Int32.MaxValue 1 + " " + checkedAdd 1 2)
    Console.WriteLine(127y + 1y)
    Console.WriteLine(200uy + 100uy)
    Console.WriteLine(0x7FFFFFFF + 1)
    Console.WriteLine(0b1010 ^^^ 0o17 &&& ~~~1 ||| (1 <<< 6))
    Console.WriteLine(-17 / 5 * 100 + -17 % 5)
    Console.WriteLine(int 3.99 + int -3.99 + int 'a')
    Console.WriteLine(uint8 300 + byte 5)
    Console.WriteLine(char 65)
    Console.WriteLine(float 7 / 2.0)
    Console.WriteLine(2.0 ** 10.0)
    Console.WriteLine(pown 3L 20)
    Console.WriteLine(abs -5 + sign -3 + max 2 9 + min 2 9)
    Console.WriteLine(round 2.5 + floor -1.5 + ceil 1.2 + truncate 9.9)
    Console.WriteLine(1.5M * 3M - 0.1M)
    Console.WriteLine(bigint 2 ** 100)
    Console.WriteLine(List.fold (*) 1I [ 1I .. 25I ])
    Console.WriteLine(gcd 1071 462 + isqrt 1000000)
    let mutable a, b = 1, 2
    swap &a &b
    Console.WriteLine(a * 10 + b)
    Console.WriteLine([ 10 .. -3 .. 0 ] |> List.sum)
    Console.WriteLine([ 'a' .. 'e' ] |> List.toArray |> String)
    Console.WriteLine(seq { 0.0 .. 0.25 .. 1.0 } |> Seq.sum)
    Console.WriteLine(nan = nan || nan < 1.0)
    Console.WriteLine(compare nan 1.0 < 0)
    Console.WriteLine(infinity > Double.MaxValue)
    let span = Span<int>([| 1; 2; 3; 4 |])
    let mutable total = 0
    for x in span.Slice(1, 2) do total <- total + x
    Console.WriteLine total
    let struct (q, r) = Math.DivRem(17, 5)
    Console.WriteLine(q * 10 + r)
    Console.WriteLine(String.Format("{0:X8} {1}", 48879, nativeint 5))
    match Int32.TryParse "12x", Double.TryParse "2.5" with
    | (false, _), (true, d) -> Console.WriteLine d
    | _ -> Console.WriteLine "?"
    0
