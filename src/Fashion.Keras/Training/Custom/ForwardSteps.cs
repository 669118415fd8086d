using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>The forward pass of a layer or model, as in training or as in use.</summary>
/// <param name="layer">The layer or model.</param>
/// <param name="inStep">What a step computes of it.</param>
internal sealed class ForwardSteps(Layer layer, Func<Layer> inStep) : IStepProgram
{
    public IReadOnlyList<Layer> Models => [layer];

    public IReadOnlyList<Optimizer> Optimizers => [];

    public IReadOnlyList<string> LossNames => [];

    public IReadOnlyList<MetricEntry> Metrics => [];

    public StepOutputs Write(GraphBuilder graph, StepKey key)
    {
        SymbolicTensor[] inputs = StepFeeds.Of(graph, "x", key.Shapes.Inputs);
        IReadOnlyList<SymbolicTensor> outputs = inStep().Apply(inputs, new CallContext(training: key.Kind == StepKind.Train));
        return new StepOutputs
        {
            Predictions = [.. outputs.Select(o => graph.Output(o.Resolve(graph)))],
            PredictionShapes = [.. outputs.Select(o => o.Shape)]
        };
    }
}
