using System.Diagnostics.Tracing;
using System.Reflection;
using System.Reflection.Emit;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Engine.Preparation;

/// <summary>
/// Which of the kernels' methods the runtime compiles, and when: those that are always compiled for the processor at hand, with all
/// optimizations at once. For a process that does nothing else.
/// </summary>
internal sealed class CompilationLog : EventListener
{
    private const string Kernels = "Fashion.Keras.Kernels.", Mark = nameof(CompilationLog) + "Mark";
    private const int CompilationKeyword = 0x10;

    private static readonly HashSet<string> Costly =
    [
        .. from type in typeof(Tile).Assembly.GetTypes()
           where type.Namespace == "Fashion.Keras.Kernels"
           from method in type.GetMethods((BindingFlags)(-1) & ~BindingFlags.FlattenHierarchy)
           where method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveOptimization)
           select $"{type.FullName}.{method.Name}",
    ];

    private readonly List<(string Method, DateTime Time)> _compiled = [];

    /// <summary>Methods of kernels that were compiled between two times, among the events that have come.</summary>
    public string[] Between(DateTime start, DateTime end)
    {
        lock (_compiled) return [.. _compiled.Where(c => c.Time >= start && c.Time <= end).Select(c => c.Method)];
    }

    /// <summary>Events come late, but in order: compiles a method of its own and waits until it is told so.</summary>
    public void AwaitPastEvents()
    {
        int marks = Marks();
        var method = new DynamicMethod(Mark, typeof(void), []);
        method.GetILGenerator().Emit(OpCodes.Ret);
        ((Action)method.CreateDelegate(typeof(Action)))();
        Assert.True(SpinWait.SpinUntil(() => Marks() > marks, TimeSpan.FromSeconds(60)), "The runtime tells of no compilation.");
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            EnableEvents(eventSource, EventLevel.Verbose, (EventKeywords)CompilationKeyword);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("MethodLoadVerbose", StringComparison.Ordinal) != true) return;
        string method = $"{eventData.Payload![6]}.{eventData.Payload[7]}";
        if (!Costly.Contains(method) && !method.EndsWith(Mark, StringComparison.Ordinal)) return;
        lock (_compiled) _compiled.Add((method.Replace(Kernels, "", StringComparison.Ordinal), eventData.TimeStamp));
    }

    private int Marks()
    {
        lock (_compiled) return _compiled.Count(c => c.Method.EndsWith(Mark, StringComparison.Ordinal));
    }
}
