// Main returning an int gives the exit code; nothing of the framework is needed but Object.
// exit: 42
class P
{
    static int Main() => 42;
}
