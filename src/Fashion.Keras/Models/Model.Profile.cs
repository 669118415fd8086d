namespace Fashion.Keras;

// What was measured while the model ran.
public partial class Model
{
    /// <summary>The engine that runs the model, in one line: its name, the width of its vectors, its threads.</summary>
    public string EngineDescription => Trainer.Steps.EngineDescription;

    /// <summary>
    /// The times measured so far, one profile per compiled plan (training, evaluation and prediction have their own, and each
    /// batch size). Set <see cref="ModelOptions.Profile"/> before training; measuring reads the clock three times per step of a plan.
    /// </summary>
    /// <returns>Profiles of the plans that have run, in the order in which they were compiled; empty without that option.</returns>
    public IReadOnlyList<ModelProfile> Profile() => Trainer.Steps.Profile();
}
