using Fashion.Keras.Engine;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Tests.Engine.Preparation;

/// <summary>The managed engine, whose plans wait until all of their code is compiled; it notes when each run begins and ends.</summary>
internal sealed class PreparedEngine : IEngine
{
    private readonly ManagedEngine _engine = new();

    public string Description => _engine.Description;

    /// <summary>What is run.</summary>
    public string Subject { get; set; } = "";

    /// <summary>All runs: of what, from when until when.</summary>
    public List<(string Subject, DateTime Start, DateTime End)> Runs { get; } = [];

    public IExecutable Compile(OpGraph graph, ExecutionOptions options)
    {
        IExecutable executable = _engine.Compile(graph, options with { Threads = 1 });
        Assert.True(SpinWait.SpinUntil(() => KernelPreparation.IsIdle, TimeSpan.FromSeconds(60)));
        return new Prepared(this, executable);
    }

    private sealed class Prepared(PreparedEngine engine, IExecutable executable) : IExecutable
    {
        public long BufferBytes => executable.BufferBytes;

        public long PlanBytes => executable.PlanBytes;

        public IReadOnlyList<ProfileEntry> Profile() => executable.Profile();

        public IExecution Rent() => new Execution(engine, executable.Rent());
    }

    private sealed class Execution(PreparedEngine engine, IExecution execution) : IExecution
    {
        public void Run(ReadOnlySpan<Feed> feeds, ReadOnlySpan<float> scalars, ulong run)
        {
            DateTime start = DateTime.UtcNow;
            execution.Run(feeds, scalars, run);
            engine.Runs.Add((engine.Subject, start, DateTime.UtcNow));
        }

        public void Read(int output, Span<float> destination) => execution.Read(output, destination);

        public void Dispose() => execution.Dispose();
    }
}
