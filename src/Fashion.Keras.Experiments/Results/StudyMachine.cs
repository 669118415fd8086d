using System.Runtime.InteropServices;
using Fashion.Keras.Engine;

namespace Fashion.Keras.Experiments;

/// <summary>The machine of a run.</summary>
/// <param name="Processor">Its name as the operating system gives it, or the architecture.</param>
/// <param name="Cores">Physical cores that the process may use.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The version of .NET.</param>
public sealed record StudyMachine(string Processor, int Cores, string System, string Runtime)
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>This machine.</summary>
    public static StudyMachine Current { get; } =
        new(ProcessorName(), PhysicalCores.Count, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription);

    private static string ProcessorName()
    {
        string? line = File.Exists(ProcessorFile)
            ? File.ReadLines(ProcessorFile).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? $"{RuntimeInformation.ProcessArchitecture}";
    }
}
