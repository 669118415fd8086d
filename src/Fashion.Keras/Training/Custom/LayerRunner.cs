using System.Runtime.CompilerServices;
using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>Runs a layer or model on values. Any number of threads may use one at once.</summary>
internal sealed class LayerRunner : ValueRunner
{
    private static readonly ConditionalWeakTable<Layer, LayerRunner> s_runners = [];

    private readonly Layer _layer;
    private long _runs;

    private LayerRunner(Layer layer, Func<IEngine> defaultEngine) : base(() => layer.Name, () => [layer], defaultEngine) => _layer = layer;

    public override bool IsReady => true;

    public override IReadOnlyList<Optimizer> Optimizers => [];

    /// <summary>The one of a layer, which lives as long as the layer.</summary>
    public static LayerRunner Of(Layer layer, Func<IEngine> defaultEngine) =>
        s_runners.GetValue(layer, l => new LayerRunner(l, defaultEngine));

    /// <summary>The outputs for these inputs.</summary>
    /// <param name="inputs">One batch per input.</param>
    /// <param name="training">Whether the layer works as in training.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    public ValueTensor[] Run(IReadOnlyList<ArraySource> inputs, bool training, ModelOptions? options)
    {
        if (options is not null && options != Options) Options = options;
        IReadOnlyList<ArraySource> sources = inputs;
        if (!_layer.Built)
            Steps.Locked(() => _layer.EnsureBuilt([.. sources.Select(s => s.Shape.Rank > 0 ? s.Shape.With(0, Shape.Unknown) : s.Shape)]));
        if ((_layer as ITrainable)?.HostPart is { } part) sources = part.Compute(sources);
        Shape[] shapes = [.. sources.Select(s => s.Shape)];
        var key = new StepKey(training ? StepKind.Train : StepKind.Test, shapes)
        { Trainable = FormattableString.Invariant($"{_layer.StructureVersion} {(training ? TrainableState() : "")}") };
        CompiledStep step = Steps.Get(key);
        return Run(step, sources, (execution, feeds) =>
        {
            using (step.Gates.Enter()) execution.Run(feeds, [], DrawScope.Next() ?? (ulong)Interlocked.Increment(ref _runs));
        });
    }

    protected override IStepProgram MakeProgram() => new ForwardSteps(_layer, () => InStep);

    // What is left to a step, of a layer that may have been changed since the last call.
    private Layer InStep => (_layer as ITrainable)?.InStep ?? _layer;
}
