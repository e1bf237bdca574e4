// Discriminated unions: every representation, structural equality and comparison, nested patterns, active patterns.
module Unions

type Shape =
    | Circle of radius: float
    | Rectangle of width: float * height: float
    | Point

type Tree<'a> =
    | Leaf
    | Node of Tree<'a> * 'a * Tree<'a>

type Color = Red | Green | Blue

[<Struct>]
type Number =
    | Whole of whole: int
    | Real of real: float

type Wrapper = Wrapper of string

let area shape =
    match shape with
    | Circle r -> 3.0 * r * r
    | Rectangle(w, h) -> w * h
    | Point -> 0.0

let rec insert x tree =
    match tree with
    | Leaf -> Node(Leaf, x, Leaf)
    | Node(left, y, right) when x < y -> Node(insert x left, y, right)
    | Node(left, y, right) when x > y -> Node(left, y, insert x right)
    | same -> same

let rec fold f state tree =
    match tree with
    | Leaf -> state
    | Node(left, x, right) -> fold f (f (fold f state left) x) right

let rec depth tree =
    match tree with
    | Leaf -> 0
    | Node(left, _, right) -> 1 + max (depth left) (depth right)

let (|Even|Odd|) n = if n % 2 = 0 then Even else Odd
let (|Multiple|_|) k n = if n % k = 0 then Some(n / k) else None
let (|Pair|) (n: int) = (n / 10, n % 10)

let describe n =
    match n with
    | Multiple 15 k -> "fifteen times " + string k
    | Multiple 3 k -> "three times " + string k
    | Pair(4, unit) -> "forty and " + string unit
    | Even -> "even"
    | Odd -> "odd"

let show (n: Number) =
    match n with
    | Whole i -> "whole " + string i
    | Real f -> "real " + string f

[<EntryPoint>]
let main _ =
    for shape in [ Circle 2.0; Rectangle(3.0, 4.5); Point ] do
        System.Console.WriteLine(area shape)

    let tree = List.fold (fun t x -> insert x t) Leaf [ 5; 2; 8; 1; 9; 3; 5; 2 ]
    System.Console.WriteLine(fold (fun s x -> s + " " + string x) "" tree)
    System.Console.WriteLine(depth tree)

    for n in [ 45; 9; 47; 8; 7 ] do
        System.Console.WriteLine(describe n)

    System.Console.WriteLine(show (Whole 5) + ", " + show (Real 2.5))
    // Structural equality, order and hash codes.
    System.Console.WriteLine(Rectangle(1.0, 2.0) = Rectangle(1.0, 2.0))
    System.Console.WriteLine(Circle 1.0 = Point)
    System.Console.WriteLine(compare (Circle 1.0) (Rectangle(0.0, 0.0)) < 0)
    System.Console.WriteLine(compare (Node(Leaf, 1, Leaf)) (Node(Leaf, 2, Leaf)))
    System.Console.WriteLine(insert 3 tree = tree)
    System.Console.WriteLine(hash (Wrapper "a") = hash (Wrapper "a"))
    System.Console.WriteLine(Whole 3 < Real 0.0)
    System.Console.WriteLine(List.sort [ Blue; Red; Green; Red ] = [ Red; Red; Green; Blue ])
    System.Console.WriteLine((Wrapper "x") = (Wrapper "y"))
    let (Wrapper text) = Wrapper "taken out"
    System.Console.WriteLine text
    0
