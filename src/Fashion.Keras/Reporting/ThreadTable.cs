using System.Globalization;
using System.Text;

namespace Fashion.Keras.Reporting;

/// <summary>What a plan is estimated to take with more threads, as plain text.</summary>
internal static class ThreadTable
{
    /// <summary>A line per number of threads.</summary>
    /// <param name="alone">Milliseconds of one thread.</param>
    /// <param name="times">Numbers of threads with their milliseconds.</param>
    public static string RenderTimes(double alone, IReadOnlyList<(int Threads, double Milliseconds)> times)
    {
        var text = new StringBuilder("\nestimate for more threads, each on a core of its own\nthreads        ms  speed-up\n");
        foreach (var (threads, milliseconds) in times)
            text.Append(CultureInfo.InvariantCulture,
                $"{threads,7}  {milliseconds,8:F4}  {(milliseconds == 0 ? 1 : alone / milliseconds),8:F1}\n");
        return text.ToString();
    }

    /// <summary>What holds a number of threads back: barriers, then steps.</summary>
    /// <param name="threads">Number of threads.</param>
    /// <param name="barriers">Barriers in a run.</param>
    /// <param name="waits">Milliseconds of waiting in a run.</param>
    /// <param name="steps">The steps that lose most, with the parts of their work.</param>
    public static string RenderLimits(int threads, int barriers, double waits,
        IReadOnlyList<(string Operation, string Layer, int Parts, double Milliseconds)> steps)
    {
        var text = new StringBuilder();
        int operation = steps.Select(s => s.Operation.Length).Append(9).Max(), layer = steps.Select(s => s.Layer.Length).Append(5).Max();
        text.Append(CultureInfo.InvariantCulture,
            $"\nwhat limits {threads} threads: {barriers} barriers with {waits:F4} ms of waiting, and\n");
        text.Append(CultureInfo.InvariantCulture, $"{"operation".PadRight(operation)}  {"layer".PadRight(layer)}  {"parts",6}  {"ms",8}\n");
        foreach (var s in steps)
            text.Append(CultureInfo.InvariantCulture,
                $"{s.Operation.PadRight(operation)}  {s.Layer.PadRight(layer)}  {s.Parts,6}  {s.Milliseconds,8:F4}\n");
        return text.ToString();
    }
}
