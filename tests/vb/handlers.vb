' Try with When filters, On Error in its forms, Using, SyncLock and Exit from protected blocks.
Imports System
Imports Microsoft.VisualBasic

Module Program
    Private Depth As Integer

    Function Says(text As String, result As Boolean) As Boolean
        Console.WriteLine(text)
        Return result
    End Function

    Sub Inner(kind As Integer)
        Try
            Depth = kind
            Select Case kind
                Case 1 : Throw New InvalidOperationException("one")
                Case 2 : Throw New ArgumentException("two")
                Case 3 : Throw New Exception("three")
            End Select
            Console.WriteLine("no exception")
        Catch ex As InvalidOperationException When Says("filter of one", ex.Message = "one")
            Console.WriteLine("caught " & ex.Message)
        Catch ex As ArgumentException When Says("filter of two", False)
            Console.WriteLine("never")
        Finally
            Console.WriteLine("finally of " & kind.ToString())
        End Try
    End Sub

    Sub Outer(kind As Integer)
        Try
            Inner(kind)
        Catch When Says("outer filter", Depth = 2)
            Console.WriteLine("outer, by condition")
        Catch ex As Exception
            Console.WriteLine("outer, " & ex.Message)
        End Try
    End Sub

    Function GoToHandler(a As Integer, b As Integer) As String
        On Error GoTo Failed
        Dim q = a \ b
        Return "quotient " & q.ToString()
Failed:
        Return "error " & Err.Number.ToString()
    End Function

    Function ResumesNext(a As Integer, b As Integer) As Integer
        Dim result = 1
        On Error Resume Next
        result = a \ b
        result += 10
        Throw New Exception("ignored")
        result += 100
        On Error GoTo 0
        Return result
    End Function

    Function Retries() As Integer
        Dim attempts = 0
        Dim divisor = 0
        On Error GoTo Fix
        attempts += 1
        Dim q = 12 \ divisor
        Return q * 100 + attempts
Fix:
        divisor = 4
        attempts += 10
        Resume
    End Function

    Function LeavesLoop() As Integer
        Dim count = 0
        For i = 1 To 10
            Try
                If i = 3 Then Continue For
                If i = 6 Then Exit For
                count += i
            Finally
                count += 100
            End Try
        Next
        Return count
    End Function

    Class Resource
        Implements IDisposable
        Private ReadOnly name As String
        Sub New(name As String)
            Me.name = name
        End Sub
        Sub Dispose() Implements IDisposable.Dispose
            Console.WriteLine("disposed " & name)
        End Sub
    End Class

    Sub Main()
        For kind = 0 To 3
            Outer(kind)
        Next
        Console.WriteLine(GoToHandler(7, 2) & ", " & GoToHandler(1, 0))
        Console.WriteLine(ResumesNext(5, 0))
        Console.WriteLine(Retries())
        Console.WriteLine(LeavesLoop())
        Using a = New Resource("a"), b = New Resource("b")
            Console.WriteLine("using")
        End Using
        Dim lock = New Object()
        SyncLock lock
            Console.WriteLine("locked")
        End SyncLock
        Try
            Dim text As String = Nothing
            Console.WriteLine(text.Length)
        Catch ex As NullReferenceException
            Console.WriteLine("null")
        End Try
        Try
            Dim n = Integer.MaxValue
            n += 1
        Catch ex As OverflowException
            Console.WriteLine("overflow")
        End Try
    End Sub
End Module
