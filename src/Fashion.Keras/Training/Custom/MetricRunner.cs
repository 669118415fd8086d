using System.Runtime.CompilerServices;
using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>Counts values in a metric, outside of any training.</summary>
internal sealed class MetricRunner : ValueRunner
{
    private static readonly ConditionalWeakTable<Metric, MetricRunner> s_runners = [];

    private readonly Counting _program;

    private MetricRunner(Metric metric, Func<IEngine> defaultEngine) : base(() => metric.Name, () => [], defaultEngine) =>
        _program = new Counting(metric);

    public override bool IsReady => true;

    public override IReadOnlyList<Optimizer> Optimizers => [];

    /// <summary>The one of a metric, which lives as long as the metric.</summary>
    public static MetricRunner Of(Metric metric, Func<IEngine> defaultEngine) =>
        s_runners.GetValue(metric, m => new MetricRunner(m, defaultEngine));

    /// <summary>Counts a batch.</summary>
    /// <param name="sources">Targets, predictions and, if there are any, weights.</param>
    public void Run(IReadOnlyList<ArraySource> sources)
    {
        CompiledStep step = Steps.Get(new StepKey(StepKind.Test, [.. sources.Select(s => s.Shape)]));
        Run(step, sources, (execution, feeds) =>
        {
            using (step.Gates.Enter()) execution.Run(feeds, [], run: 0);
        });
    }

    protected override IStepProgram MakeProgram() => _program;

    private sealed class Counting(Metric metric) : IStepProgram
    {
        public IReadOnlyList<Layer> Models => [];

        public IReadOnlyList<Optimizer> Optimizers => [];

        public IReadOnlyList<string> LossNames => [];

        public IReadOnlyList<MetricEntry> Metrics => [new MetricEntry(metric.Name, metric, 0, Weighted: true)];

        public StepOutputs Write(GraphBuilder graph, StepKey key)
        {
            SymbolicTensor[] values = StepFeeds.Of(graph, "values", key.Shapes.Inputs);
            using GraphBuilder.Scope scope = graph.In(metric.Name);
            Metrics[0].Update("values", values[0], values[1], values.ElementAtOrDefault(2));
            return new StepOutputs();
        }
    }
}
