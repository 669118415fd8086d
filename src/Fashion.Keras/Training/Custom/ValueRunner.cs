using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Training;

/// <summary>Runs steps on values, as a function is called: no loop, no logs. Any number of threads may use one at once.</summary>
/// <param name="name">Names what runs, for messages.</param>
/// <param name="models">The layers whose weights and random numbers take part.</param>
/// <param name="defaultEngine">Makes the engine that runs the steps when the options name none.</param>
internal abstract unsafe class ValueRunner(Func<string> name, Func<IReadOnlyList<Layers.Layer>> models, Func<IEngine> defaultEngine)
    : Trainer(name, models, defaultEngine)
{
    /// <summary>Runs a step and gives its predictions.</summary>
    /// <param name="step">The step.</param>
    /// <param name="sources">What it is fed.</param>
    /// <param name="run">Runs it with rented buffers and these feeds.</param>
    protected ValueTensor[] Run(CompiledStep step, IReadOnlyList<ArraySource> sources, Action<IExecution, Feed[]> run)
    {
        using ModelLock.Held held = ModelLock.AcquireStates();
        PinnedSource[] pinned = [.. sources.Select(source => source.Reshape(StepFeeds.Fed(source.Shape)).Pin())];
        try
        {
            using IExecution execution = step.Executable.Rent();
            run(execution, [.. pinned.Select(source => new Feed(source, 0))]);
            var result = new StepResult(execution, step.Outputs);
            return [.. step.Outputs.PredictionShapes.Select((shape, i) => Read(result, i, shape))];
        }
        finally
        {
            foreach (PinnedSource source in pinned) source.Dispose();
        }
    }

    private static ValueTensor Read(StepResult result, int output, Shape shape)
    {
        float[] values = Internal.Allocation.Of<float>(shape.ElementCount, $"A result of shape {shape}");
        result.ReadPredictions(output, values);
        return new ValueTensor(shape, values);
    }
}
