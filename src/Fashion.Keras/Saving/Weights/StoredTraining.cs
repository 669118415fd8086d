using Fashion.Keras.Internal;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Saving;

/// <summary>
/// Training state out of a file: the optimizer's, and what goes with it. State that does not fit never keeps a model from
/// loading; it is left out, and a warning says why.
/// </summary>
internal static class StoredTraining
{
    /// <summary>Reads the state for a model that was just compiled.</summary>
    /// <param name="model">The model.</param>
    /// <param name="root">Root of the file.</param>
    /// <param name="settings">Whether the file has the settings of the optimizer, not only its state.</param>
    /// <param name="strict">Whether state that does not fit is an error.</param>
    /// <param name="prepare">Reads the optimizer's state; the arrays late, for a model that cannot be read is never returned.</param>
    public static void Restore(Model model, Hdf5Group root, bool settings, bool strict, Func<Optimizer, Action> prepare)
    {
        Optimizer optimizer = model.Optimizer!;
        optimizer.Build(model.TrainableWeights);
        (Action assign, string? left) = Prepare(model, root, strict, () => settings ? prepare(optimizer)
            : throw new StateMisfitException("belongs to an optimizer whose settings are not in the file (Keras loses them in a .keras " +
                $"file that is saved after an .h5 file); the model is compiled with {optimizer.ClassName}"));
        assign();
        if (left is not null) Warn(model, left);
    }

    /// <summary>Notes and prints what is otherwise than the file says.</summary>
    public static void Warn(Model model, string text)
    {
        model.LoadWarnings = [.. model.LoadWarnings, text];
        model.Trainer.Warn(text);
    }

    /// <summary>Reads the state for an optimizer that has run before.</summary>
    /// <param name="model">The model.</param>
    /// <param name="root">Root of the file.</param>
    /// <param name="strict">Whether state that does not fit is an error.</param>
    /// <param name="prepare">Reads the optimizer's state.</param>
    /// <returns>Assigns what was read; and what was left out, or null.</returns>
    public static (Action Assign, string? Left) Prepare(Model model, Hdf5Group root, bool strict, Func<Action> prepare)
    {
        try
        {
            return (prepare() + TrainingState.Prepare(model, root), null);
        }
        catch (StateMisfitException e)
        {
            string text = $"the state of optimizer '{ShortText.Of(model.Optimizer!.Name)}' ({model.Optimizer.ClassName}) {e.Message}.";
            if (strict) throw new ModelFormatException($"optimizer: {text} With strict: false the rest is loaded and this state left out.",
                e)
            { Path = root.File, Entry = root.Path };
            return (() => { }, $"optimizer: {root.File}: {text} It was left out.");
        }
    }
}
