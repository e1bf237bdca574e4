' Select Case over numbers, ranges, strings and conditions.
Imports System

Module Program
    Function Size(n As Integer) As String
        Select Case n
            Case Is < 0
                Return "negative"
            Case 0
                Return "zero"
            Case 1, 3, 5, 7, 9
                Return "small odd"
            Case 2 To 8
                Return "small even"
            Case Is >= 1000
                Return "huge"
            Case Else
                Return "medium"
        End Select
    End Function

    Function Kind(word As String) As Integer
        Select Case word
            Case "one", "eins"
                Return 1
            Case "two"
                Return 2
            Case "three" To "thref"
                Return 3
            Case Nothing
                Return -1
            Case Else
                Return 0
        End Select
    End Function

    Function Grade(points As Double, bonus As Boolean) As Char
        Select Case True
            Case bonus AndAlso points > 50
                Return "A"c
            Case points >= 90
                Return "A"c
            Case points >= 75
                Return "B"c
            Case Else
                Return "C"c
        End Select
    End Function

    Sub Main()
        For Each n In {-5, 0, 1, 2, 3, 4, 9, 10, 999, 1000}
            Console.WriteLine(n.ToString() & ": " & Size(n))
        Next
        For Each word In {"one", "eins", "two", "three", "threed", "four", "", Nothing}
            Console.WriteLine("'" & word & "': " & Kind(word).ToString())
        Next
        Console.WriteLine(Grade(60, True) & Grade(95, False) & Grade(80, False) & Grade(10, True))
    End Sub
End Module
