' Iterators, lambdas, LINQ queries, For with steps, arrays with bounds, ReDim, date and char literals, nullable arithmetic, async.
Imports System
Imports Microsoft.VisualBasic
Imports System.Collections.Generic
Imports System.Linq
Imports System.Threading.Tasks

Module Program
    Iterator Function Squares(limit As Integer) As IEnumerable(Of Integer)
        Dim n = 1
        Try
            While n <= limit
                Yield n * n
                n += 1
            End While
        Finally
            Console.WriteLine("iterator ended at " & n.ToString())
        End Try
    End Function

    Async Function Later(n As Integer) As Task(Of Integer)
        Await Task.Yield()
        If n < 0 Then Throw New ArgumentException("negative")
        Return n * 2
    End Function

    Async Function Total() As Task(Of Integer)
        Dim sum = 0
        For n = 1 To 4
            sum += Await Later(n)
        Next
        Dim failed = False
        Try
            Await Later(-1)
        Catch ex As ArgumentException
            failed = True
        End Try
        If failed Then sum += Await Later(100)
        Return sum
    End Function

    Function Make(Of T As {Class, New})() As T
        Return New T()
    End Function

    Class Point
        Public X As Integer = 3
        Public Y As Integer = 4
    End Class

    Sub Main()
        For Each n In Squares(4)
            Console.WriteLine(n)
        Next
        For Each n In Squares(100)
            If n > 10 Then Exit For
        Next
        Dim down = ""
        For i = 10 To 1 Step -3
            down &= i.ToString() & " "
        Next
        For x As Double = 0 To 1 Step 0.25
            down &= (x * 4).ToString()
        Next
        Console.WriteLine(down)

        Dim words = {"pear", "apple", "fig", "banana", "kiwi"}
        Dim query = From w In words Where w.Length > 3 Order By w.Length, w Descending Select w, Length = w.Length
        For Each item In query
            Console.WriteLine(item.w & item.Length.ToString())
        Next
        Dim groups = From w In words Group By key = w.Length Into Group, Count() Order By key
        For Each g In groups
            Console.WriteLine(g.key.ToString() & ":" & g.Count.ToString() & ":" & String.Join("/", g.Group))
        Next
        Console.WriteLine(Aggregate w In words Into Sum(w.Length))

        Dim adders = New List(Of Func(Of Integer, Integer))
        For i = 1 To 3
            Dim captured = i
            adders.Add(Function(x) x + captured * 10)
        Next
        Console.WriteLine(adders.Sum(Function(f) f(1)))

        Dim grid(2, 3) As Integer
        grid(2, 3) = 7
        Console.WriteLine(grid.Length * 10 + grid(2, 3) + UBound(grid, 2))
        Dim list(1) As String
        list(1) = "kept"
        ReDim Preserve list(4)
        Console.WriteLine(list(1) & list.Length.ToString())

        Dim nothingYet As Integer? = Nothing
        Dim five As Integer? = 5
        Console.WriteLine((five + 3).ToString() & "|" & (five + nothingYet).ToString() & "|" & (five > 3).ToString() & "|" & (nothingYet > 3).ToString())
        Console.WriteLine(#2/29/2024#.AddYears(1).Day)
        Console.WriteLine(7 \ 2 * 100 + 7 Mod 4)
        Console.WriteLine(2 ^ 10 + (-7 \ 2))
        Console.WriteLine((5 And 6) Or (1 Xor 3) + (1 << 4))
        Console.WriteLine(Chr(65) & ChrW(&H20AC) & Asc("a"c).ToString() & Mid("abcdef", 3, 2) & Left("abc", 2) & Len("four").ToString())
        Console.WriteLine(CInt(2.5) * 10 + CInt(3.5) + CInt(Fix(-2.7)))
        Console.WriteLine("abc" Like "a?c" AndAlso Not ("abc" Like "[!a]*"))
        Console.WriteLine(Make(Of Point)().X + Make(Of Point)().Y)
        Console.WriteLine(Total().Result)
        Console.WriteLine("end")
    End Sub
End Module
