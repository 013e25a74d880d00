Rem Attribute VBA_ModuleType=VBAModule
Option VBASupport 1
' In LibreOffice instead of the VBA of xlwings, which its Basic cannot compile (it knows no #If): the same RunPython, the same command line.
Public Function RunPython(PythonCommand As String)
    Dim done As String, arguments As String, waited As Long
    done = Environ("XLFLOW_CLICK_DONE")
    arguments = "-B " & Chr(34) & Environ("XLFLOW_CLICK_PROGRAM") & Chr(34) & " " & Chr(34) & PythonCommand & Chr(34) & _
        " " & Chr(34) & "--wb=" & ThisComponent.Title & Chr(34) & " --from_xl=1 --app=LibreOffice --hwnd=1"
    If Dir(done) <> "" Then Kill done
    Shell Environ("XLFLOW_CLICK_PYTHON"), 0, arguments, False
    ' Excel waits for Python to end; here the office must answer Python meanwhile.
    Do While Dir(done) = "" And waited < 6000
        Wait 20
        waited = waited + 1
    Loop
    RunPython = 0
End Function
