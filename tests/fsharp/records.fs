// Records: copies with changes, structural equality and order, mutable fields, struct and anonymous records, members.
module Records

open System

type Address = { Street: string; Number: int }

type Person =
    { Name: string
      Age: int
      Address: Address option }

    member this.IsAdult = this.Age >= 18
    static member Unknown = { Name = "?"; Age = 0; Address = None }
    override this.ToString() = this.Name + "/" + string this.Age

[<Struct>]
type Vector =
    { X: float
      Y: float }

    static member (+)(a, b) = { X = a.X + b.X; Y = a.Y + b.Y }
    static member (*)(k: float, v) = { X = k * v.X; Y = k * v.Y }

type Counter = { mutable Count: int; Step: int }

type Generic<'a, 'b> = { First: 'a; Second: 'b }

[<CustomEquality; CustomComparison>]
type CaseInsensitive =
    { Text: string }

    override this.Equals other =
        match other with
        | :? CaseInsensitive as o -> String.Equals(this.Text, o.Text, StringComparison.OrdinalIgnoreCase)
        | _ -> false

    override this.GetHashCode() = this.Text.ToUpperInvariant().Length

    interface IComparable with
        member this.CompareTo other =
            String.Compare(this.Text, (other :?> CaseInsensitive).Text, StringComparison.OrdinalIgnoreCase)

let increase (c: Counter) = c.Count <- c.Count + c.Step

[<EntryPoint>]
let main _ =
    let ann =
        { Name = "Ann"
          Age = 30
          Address = Some { Street = "Long Road"; Number = 12 } }

    let moved = { ann with Address = Some { ann.Address.Value with Number = 14 } }
    Console.WriteLine(string ann + " " + string Person.Unknown)
    Console.WriteLine((ann = moved))
    Console.WriteLine((ann = { moved with Address = ann.Address }))
    Console.WriteLine(compare ann moved)
    Console.WriteLine(compare { ann with Name = "Bob" } ann > 0)
    Console.WriteLine(hash ann = hash { moved with Address = ann.Address })
    Console.WriteLine(ann.IsAdult && not Person.Unknown.IsAdult)

    match moved with
    | { Name = "Ann"; Address = Some { Number = n } } when n > 13 -> Console.WriteLine("number " + string n)
    | { Age = age } -> Console.WriteLine age

    let v = { X = 1.0; Y = 2.0 } + 2.0 * { X = 0.5; Y = 4.0 }
    Console.WriteLine(string v.X + ", " + string v.Y)
    Console.WriteLine((v = { X = 2.0; Y = 10.0 }))

    let counter = { Count = 0; Step = 5 }
    for _ in 1..4 do increase counter
    Console.WriteLine counter.Count

    let g = { First = 1; Second = [ "a"; "b" ] }
    Console.WriteLine((g = { First = 1; Second = [ "a"; "b" ] }))
    Console.WriteLine(compare g { g with Second = [ "a"; "c" ] })

    let anonymous = {| Id = 7; Tags = [| "x"; "y" |] |}
    let more = {| anonymous with Extra = 2.5 |}
    Console.WriteLine(string more.Id + more.Tags[1] + string more.Extra)
    let pair = struct {| A = 1; B = "b" |}
    Console.WriteLine((pair = struct {| A = 1; B = "b" |}))

    Console.WriteLine({ Text = "Abc" } = { Text = "aBC" })
    Console.WriteLine({ Text = "b" } > { Text = "A" })
    Console.WriteLine(Set.count (set [ { Text = "x" }; { Text = "X" }; { Text = "y" } ]))
    0
