#pragma warning disable RS0030 // The place from which the others take the console.

namespace Fashion.Keras.Reporting;

/// <summary>The only place that knows the console: where text for people goes unless a writer is given.</summary>
internal static class ConsoleOutput
{
    private const int DefaultColumns = 120;

    /// <summary>Standard output, as it is redirected right now.</summary>
    public static TextWriter Writer => Console.Out;

    /// <summary>Standard error: warnings, and progress of downloads, so that a program's own output stays clean.</summary>
    public static TextWriter ErrorWriter => Console.Error;

    /// <summary>Whether lines on standard error can be redrawn in place.</summary>
    public static bool IsErrorTerminal => !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Whether lines of this writer can be redrawn in place: it is the console, and that is a terminal.</summary>
    public static bool IsTerminal(TextWriter writer) => ReferenceEquals(writer, Console.Out) && HasTerminal;

    /// <summary>Width of the terminal that this writer writes to; null if it does not.</summary>
    public static int? ColumnsOf(TextWriter writer) => IsTerminal(writer) ? Columns : null;

    private static bool HasTerminal => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Width of the terminal; 120 where there is none, so that files do not depend on the window.</summary>
    public static int Columns
    {
        get
        {
            if (!HasTerminal) return DefaultColumns;
            try
            {
                return Console.WindowWidth > 0 ? Console.WindowWidth : DefaultColumns;
            }
            catch (IOException)
            {
                return DefaultColumns;
            }
        }
    }
}
