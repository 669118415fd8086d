using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>Calls a user's function on values.</summary>
/// <param name="name">Its name.</param>
/// <param name="steps">What it writes.</param>
/// <param name="training">Whether it works as in training.</param>
/// <param name="discovered">Told, once, which layers the function applies and how many samples it was given first.</param>
/// <param name="defaultEngine">Makes the engine that runs the steps when the options name none.</param>
internal sealed class FunctionRunner(string name, CustomSteps steps, bool training, Action<IReadOnlyList<Layer>, int> discovered,
    Func<IEngine> defaultEngine) : ValueRunner(() => name, () => steps.Applied, defaultEngine)
{
    private readonly Lock _updates = new();

    public override bool IsReady => steps.IsKnown;

    public override IReadOnlyList<Optimizer> Optimizers => steps.Optimizers;

    /// <summary>The results for these inputs.</summary>
    public ValueTensor[] Run(IReadOnlyList<ArraySource> inputs)
    {
        Shape[] shapes = [.. inputs.Select(source => source.Shape)];
        StepKind kind = training ? StepKind.Train : StepKind.Test;
        Steps.Locked(() => Discover(new StepKey(kind, shapes)));
        if (steps.Optimizers.Count == 0) return Call(kind, shapes, inputs);
        // Which step comes next follows from the counts of the optimizers.
        lock (_updates) return Call(kind, shapes, inputs);
    }

    protected override IStepProgram MakeProgram() => steps;

    private void Discover(StepKey key)
    {
        if (steps.ForgetOldStructure()) Forget();
        if (steps.IsKnown) return;
        steps.Discover(key);
        discovered(steps.Applied, key.Shapes.Rows);
    }

    private ValueTensor[] Call(StepKind kind, Shape[] shapes, IReadOnlyList<ArraySource> inputs)
    {
        Optimizer[] optimizers = training ? [.. steps.Optimizers] : [];
        CompiledStep step =
            Steps.Get(new StepKey(kind, shapes) { Trainable = TrainableState(), Accumulating = StepKey.AccumulatingOf(optimizers) });
        return Run(step, inputs, (execution, feeds) => step.Run(execution, feeds, new float[step.ScalarCount], optimizers, Random));
    }
}
