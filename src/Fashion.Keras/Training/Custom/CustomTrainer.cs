using Fashion.Keras.Execution;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>Runs the steps that a user's function writes.</summary>
/// <param name="name">Name of the step, for messages.</param>
/// <param name="steps">The steps.</param>
/// <param name="defaultEngine">Makes the engine that runs the steps when the options name none.</param>
internal sealed class CustomTrainer(string name, CustomSteps steps, Func<IEngine> defaultEngine)
    : Trainer(() => name, () => steps.Models, defaultEngine)
{
    public override bool IsReady => steps.IsKnown;

    public override IReadOnlyList<Optimizer> Optimizers => steps.Optimizers;

    protected override IEnumerable<Layer> AppliedLayers => steps.Applied;

    protected override IStepProgram MakeProgram() => steps;
}
