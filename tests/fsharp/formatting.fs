// printf and friends: format specifications, width and flags, %A of data, sprintf to functions, interpolated strings.
module Formatting

type Point = { X: int; Y: int }

type Shape =
    | Circle of float
    | Named of name: string * Point
    | Empty

[<EntryPoint>]
let main _ =
    printfn "%d %i %u %x %X %o" 42 -7 7u 255 255 8
    printfn "%5d|%-5d|%05d|%+d" 42 42 42 42
    printfn "%s|%10s|%-10s|" "text" "right" "left"
    printfn "%f %.2f %8.3f %e %g" 3.14159 2.71828 1.5 12345.678 0.0001
    printfn "%b %c %%" true 'x'
    printfn "%M" 12.50M
    printfn "%O %O" (Some 5) [ 1; 2 ]
    printfn "%A" [ 1; 2; 3 ]
    printfn "%A" { X = 1; Y = -2 }
    printfn "%A" (Named("home", { X = 3; Y = 4 }))
    printfn "%A" [ Circle 1.5; Empty ]
    printfn "%A" (Some "x", (None: int option))
    printfn "%A" [| "a"; "b" |]
    printfn "%A" (Map.ofList [ 1, "one"; 2, "two" ])
    let f = sprintf "%s has %d of %d"
    let g = f "Ann" 3
    printfn "%s and %s" (g 4) (g 5)
    printfn $"{1 + 2} and {2.5:F2} and %d{7} and {{braces}}"
    eprintfn "to standard error: %d" 5
    printfn "%*d|%-*d|" 6 42 6 42
    printfn "%t" (fun w -> w.Write "from a function")
    printfn "%a" (fun w (x: int) -> w.Write(x * 2)) 21
    let text = Printf.kprintf (fun s -> s.ToUpper()) "k%s" "printf"
    printfn "%s" text
    try
        failwithf "failed with %d" 3
    with e ->
        printfn "%s" e.Message
    0
