' Interfaces implemented under other names, one method for several, generics with constraints, structures, enums, shared members, nested classes.
Imports System
Imports System.Collections.Generic

Interface IReader
    Function Read() As String
    ReadOnly Property Count As Integer
End Interface

Interface IOtherReader
    Function Read() As String
End Interface

Interface IGeneric(Of T)
    Sub Put(item As T)
    Function Take() As T
End Interface

Class Both
    Implements IReader, IOtherReader
    Private calls As Integer
    Public Overridable Function GetText() As String Implements IReader.Read, IOtherReader.Read
        calls += 1
        Return "text " & calls.ToString()
    End Function
    Private ReadOnly Property Number As Integer Implements IReader.Count
        Get
            Return calls * 10
        End Get
    End Property
End Class

Class Derived
    Inherits Both
    Implements IOtherReader
    Public Overrides Function GetText() As String
        Return "derived " & MyBase.GetText()
    End Function
    Private Function Other() As String Implements IOtherReader.Read
        Return "implemented again"
    End Function
End Class

Class Box(Of T As {IComparable(Of T)})
    Implements IGeneric(Of T)
    Private ReadOnly items As New List(Of T)
    Public Shared Made As Integer
    Sub New()
        Made += 1
    End Sub
    Sub Put(item As T) Implements IGeneric(Of T).Put
        items.Add(item)
    End Sub
    Function Take() As T Implements IGeneric(Of T).Take
        Dim best = items(0)
        For Each item In items
            If item.CompareTo(best) > 0 Then best = item
        Next
        items.Remove(best)
        Return best
    End Function
End Class

Enum Level As Byte
    Low = 1
    Middle = 5
    High = 250
End Enum

<Flags>
Enum Marks
    None = 0
    A = 1
    B = 2
    C = 4
End Enum

Structure Celsius
    Implements IComparable(Of Celsius)
    Public Degrees As Double
    Shared ReadOnly Zero As New Celsius With {.Degrees = 0}
    Function CompareTo(other As Celsius) As Integer Implements IComparable(Of Celsius).CompareTo
        Return Degrees.CompareTo(other.Degrees)
    End Function
    Overrides Function ToString() As String
        Return Degrees.ToString() & " C"
    End Function
End Structure

Module Extensions
    <System.Runtime.CompilerServices.Extension>
    Function Repeat(text As String, times As Integer) As String
        Dim result = ""
        For i = 1 To times
            result &= text
        Next
        Return result
    End Function
End Module

Module Program
    Private order As New List(Of String)

    Function Noisy(name As String, value As Boolean) As Boolean
        order.Add(name)
        Return value
    End Function

    Function Larger(Of T As IComparable(Of T))(a As T, b As T) As T
        Return If(a.CompareTo(b) >= 0, a, b)
    End Function

    Sub Main()
        Dim both As New Both()
        Console.WriteLine(DirectCast(both, IReader).Read() & ", " & DirectCast(both, IOtherReader).Read() & ", " & DirectCast(both, IReader).Count.ToString())
        Dim derived As New Derived()
        Console.WriteLine(DirectCast(derived, IReader).Read() & ", " & DirectCast(derived, IOtherReader).Read() & ", " & derived.GetText())

        Dim numbers As IGeneric(Of Integer) = New Box(Of Integer)()
        numbers.Put(3) : numbers.Put(9) : numbers.Put(5)
        Console.WriteLine(numbers.Take() * 10 + numbers.Take())
        Dim words As New Box(Of String)()
        words.Put("b") : words.Put("c")
        Console.WriteLine(words.Take() & Box(Of Integer).Made.ToString() & Box(Of String).Made.ToString() & Box(Of Double).Made.ToString())

        Dim level As Level = Level.High
        Console.WriteLine(CInt(level) + CInt(Level.Middle))
        Console.WriteLine(level = Level.High AndAlso level > Level.Low)
        Dim marked = Marks.A Or Marks.C
        Console.WriteLine((marked And Marks.C) = Marks.C AndAlso (marked And Marks.B) = Marks.None)
        Console.WriteLine(Larger(New Celsius With {.Degrees = 21.5}, Celsius.Zero).ToString())
        Console.WriteLine("ab".Repeat(3))

        ' And evaluates both sides, AndAlso only what is needed.
        Dim x = Noisy("a", False) And Noisy("b", True)
        Dim y = Noisy("c", False) AndAlso Noisy("d", True)
        Dim z = Noisy("e", True) OrElse Noisy("f", True)
        Console.WriteLine(String.Join("", order) & x.ToString() & y.ToString() & z.ToString())

        Dim o As Object = 5
        Console.WriteLine(TypeOf o Is Integer AndAlso TryCast(o, String) Is Nothing)
        Console.WriteLine(DirectCast(o, Integer) + CType(o, Integer))
        Dim anonymous = New With {Key .Name = "n", .Value = 3}
        anonymous.Value += 1
        Console.WriteLine(anonymous.Name & anonymous.Value.ToString() & anonymous.Equals(New With {Key .Name = "n", .Value = 9}).ToString())
        Dim tuple = (First:=1, Second:="two")
        Console.WriteLine(tuple.Second & tuple.First.ToString())
    End Sub
End Module
