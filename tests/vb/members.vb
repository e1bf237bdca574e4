' ByRef arguments with properties, With, indexed and default properties, optional arguments, events, operators, Shadows and MyBase.
Imports System
Imports Microsoft.VisualBasic
Imports System.Collections.Generic

Structure Money
    Public ReadOnly Cents As Long
    Sub New(cents As Long)
        Me.Cents = cents
    End Sub
    Shared Operator +(a As Money, b As Money) As Money
        Return New Money(a.Cents + b.Cents)
    End Operator
    Shared Operator Like(a As Money, b As Money) As Boolean
        Return Math.Abs(a.Cents - b.Cents) < 10
    End Operator
    Shared Widening Operator CType(n As Integer) As Money
        Return New Money(n * 100L)
    End Operator
    Shared Narrowing Operator CType(m As Money) As Integer
        Return CInt(m.Cents \ 100)
    End Operator
    Shared Operator IsTrue(m As Money) As Boolean
        Return m.Cents <> 0
    End Operator
    Shared Operator IsFalse(m As Money) As Boolean
        Return m.Cents = 0
    End Operator
End Structure

Class Account
    Public Property Balance As Integer = 10
    Public Property Name As String
    Private ReadOnly notes As New Dictionary(Of String, String)
    Default Property Note(key As String) As String
        Get
            Dim value As String = Nothing
            Return If(notes.TryGetValue(key, value), value, "none")
        End Get
        Set(value As String)
            notes(key) = value
            RaiseEvent Noted(Me, key)
        End Set
    End Property
    ReadOnly Property Twice(factor As Integer) As Integer
        Get
            Return Balance * 2 * factor
        End Get
    End Property
    Event Noted(sender As Account, key As String)
    Overridable Function Describe(Optional prefix As String = "account", Optional count As Integer = 2) As String
        Return prefix & " " & count.ToString()
    End Function
    Function Kind() As String
        Return "base"
    End Function
End Class

Class Savings
    Inherits Account
    Overrides Function Describe(Optional prefix As String = "account", Optional count As Integer = 2) As String
        Return "[" & MyBase.Describe(prefix, count) & "]"
    End Function
    Shadows Function Kind() As String
        Return "derived of " & MyBase.Kind()
    End Function
    Function Own() As String
        Return MyClass.Describe(count:=9)
    End Function
End Class

Module Program
    Private WithEvents Watched As New Account

    Sub OnNoted(sender As Account, key As String) Handles Watched.Noted
        Console.WriteLine("noted " & key & " of " & sender.Name)
    End Sub

    Sub Increase(ByRef n As Integer, Optional by As Integer = 1)
        n += by
    End Sub

    Sub Replace(ByRef text As String)
        text &= "!"
    End Sub

    Function Sum(ParamArray values As Integer()) As Integer
        Dim total = 0
        For Each v In values
            total += v
        Next
        Return total
    End Function

    Function Calls() As Integer
        Static count As Integer = 5
        count += 1
        Return count
    End Function

    Sub Main()
        Dim account As New Account With {.Name = "first", .Balance = 20}
        ' A property as a ByRef argument is copied in and out.
        Increase(account.Balance)
        Increase(account.Balance, 5)
        Replace(account.Name)
        Console.WriteLine(account.Name & account.Balance.ToString())
        Dim array = {1, 2, 3}
        Increase(array(1), 40)
        Console.WriteLine(array(1))

        With account
            .Name = "second"
            .Balance -= 6
            !color = "red"
            Console.WriteLine(.Name & .Balance.ToString() & .Note("color") & !size & .Twice(3).ToString())
        End With

        Watched.Name = "watched"
        Watched("x") = "y"
        Dim handler As Account.NotedEventHandler = Sub(s, k) Console.WriteLine("also " & k)
        AddHandler Watched.Noted, handler
        Watched("z") = "y"
        RemoveHandler Watched.Noted, handler
        Watched("w") = "y"

        Dim savings As Account = New Savings()
        Console.WriteLine(savings.Describe() & savings.Describe("x") & savings.Describe(count:=7))
        Console.WriteLine(savings.Kind() & ", " & DirectCast(savings, Savings).Kind() & ", " & DirectCast(savings, Savings).Own())

        Dim m As Money = 3
        m += New Money(55)
        Console.WriteLine(m.Cents.ToString() & " " & CInt(m).ToString() & " " & (m Like New Money(350)).ToString())
        If m Then Console.WriteLine("some money")
        Console.WriteLine(Sum() + Sum(1) + Sum(1, 2, 3) + Sum(array))
        Console.WriteLine(Calls() * 100 + Calls())
        Console.WriteLine(If(account.Name, "none") & If(CType(Nothing, String), "none"))
        Console.WriteLine(TypeOf savings Is Savings AndAlso savings IsNot account)
    End Sub
End Module
