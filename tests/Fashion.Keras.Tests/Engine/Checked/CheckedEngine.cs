using System.Runtime.InteropServices;
using Fashion.Keras.Engine;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Tests.Engine.Preparation;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>
/// The managed engine's plans, run by <see cref="CheckedPlan"/>: whatever a model or a graph does with this engine is checked, for several
/// numbers of workers, which must give the same bits.
/// </summary>
/// <param name="workers">Numbers of workers.</param>
/// <param name="pages">Whether guard pages lie around the slots; for child processes, as touching one ends the process.</param>
internal sealed class CheckedEngine(int[] workers, bool pages = false) : IEngine
{
    public string Description => "managed engine, checked step by step";

    /// <summary>Told before each step of a worker what comes.</summary>
    public Action<string>? Starting { get; init; }

    public IExecutable Compile(OpGraph graph, ExecutionOptions options) => new Executable(this, graph, options);

    private CheckedPlan Check(Plan plan)
    {
        foreach (PlanStep step in plan.Steps)
            if (StepCode.NeverCalled(step) is { Length: > 0 } methods)
                throw new PlanViolationException(
                    $"'{step.Info.Operation}' asks for code that it never calls: {string.Join(", ", methods)}");
        return new CheckedPlan(plan, pages) { Starting = Starting };
    }

    private sealed class Executable(CheckedEngine engine, OpGraph graph, ExecutionOptions options) : IExecutable
    {
        private readonly CheckedPlan[] _plans =
            [.. engine.Workers.Select(count => engine.Check(Compile(graph, options, count)))];

        // A row a turn.
        private static Plan Compile(OpGraph graph, ExecutionOptions options, int workers) =>
            Compiler.Compile(graph, options with { Threads = workers, Profile = false }, options.Fusion ? FusionRules.All : [],
                new TurnSizes(1, 1));

        public long BufferBytes => 0;

        public long PlanBytes => 0;

        public IReadOnlyList<ProfileEntry> Profile() => [];

        public IExecution Rent() => new Execution(this);

        public PlanState Run(Feed[] feeds, float[] scalars, ulong run)
        {
            PlanState start = PlanState.Of(_plans[0].Frame);
            PlanState? first = null;
            foreach (CheckedPlan plan in _plans)
            {
                start.RestoreVariables(plan.Frame);
                PlanState end = plan.Run(feeds, scalars, run);
                first?.RequireSame(end, $"{plan.Frame.Plan.Workers} workers do not give what {engine.Workers[0]} give");
                first ??= end;
            }
            return first!;
        }
    }

    private int[] Workers => workers;

    private sealed class Execution(Executable executable) : IExecution
    {
        private PlanState? _end;

        public void Run(ReadOnlySpan<Feed> feeds, ReadOnlySpan<float> scalars, ulong run) =>
            _end = executable.Run(feeds.ToArray(), scalars.ToArray(), run);

        public void Read(int output, Span<float> destination) => MemoryMarshal.Cast<int, float>(_end!.Outputs[output]).CopyTo(destination);

        public void Dispose() { }
    }
}
