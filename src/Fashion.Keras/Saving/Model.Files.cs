using Fashion.Keras.Graph;
using Fashion.Keras.Saving;
using Fashion.Keras.Training;

namespace Fashion.Keras;

// Files in Keras's formats, in both directions.
public partial class Model
{
    /// <summary>
    /// Writes the whole model: architecture, weights, training settings and the state of the optimizer. Real Keras loads the
    /// file; an interrupted write leaves the old file as it was. While another thread trains the model, the file holds the state
    /// between two steps.
    /// </summary>
    /// <param name="path">Ends in <c>.keras</c> (Keras 3, recommended) or in <c>.h5</c> or <c>.hdf5</c> (also read by tf.keras 2).</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <param name="includeOptimizer">Whether training settings and optimizer state are written too.</param>
    /// <exception cref="ArgumentException">The name ends in none of these.</exception>
    /// <exception cref="InvalidOperationException">The shape of the model's input is not known, or a layer cannot be written.</exception>
    /// <exception cref="IOException">The file exists and must not be replaced, or cannot be written.</exception>
    public void Save(string path, bool overwrite = true, bool includeOptimizer = true)
    {
        CheckTarget(path, overwrite);
        using WeightGates.Held held = Trainer.EnterWeights(write: false);
        ModelFiles.Save(this, path, includeOptimizer);
    }

    /// <summary>
    /// Reads a whole model that this library, Keras 3, tf.keras 2 or Keras 1 wrote as <c>.keras</c> or <c>.h5</c>; the
    /// contents decide, not the name. Training goes on exactly where it stopped. Optimizer state that belongs to other
    /// settings or weights is left out: the optimizer starts without state, and a warning says why.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="compile">Whether training settings and optimizer state are read too, if the file has them.</param>
    /// <param name="customObjects">How to make layers, losses, metrics and activations of your own that the file names.</param>
    /// <param name="strict">Whether optimizer state that does not fit, and weights of no layer, are errors; false by default.</param>
    /// <exception cref="FileNotFoundException">No such file.</exception>
    /// <exception cref="ModelFormatException">Damaged, or something in it is not supported; the message names file and place.</exception>
    public static Model Load(string path, bool compile = true, CustomObjects? customObjects = null, bool strict = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return ModelFiles.Load(path, compile, customObjects, strict);
    }

    /// <summary>
    /// What <see cref="Load"/> left out or took otherwise than the file says, and why, one line each; empty when everything in the file was
    /// taken.
    /// </summary>
    public IReadOnlyList<string> LoadWarnings
    {
        get => field ?? [];
        internal set;
    }

    /// <summary>
    /// Writes the weights, and the state of the optimizer once it has run, without the architecture. While another thread trains the model,
    /// it is the state between two steps.
    /// </summary>
    /// <param name="path">Ends in <c>.weights.h5</c>.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <exception cref="ArgumentException">Another name.</exception>
    /// <exception cref="InvalidOperationException">The model has no weights yet.</exception>
    /// <exception cref="IOException">The file exists and must not be replaced, or cannot be written.</exception>
    public void SaveWeights(string path, bool overwrite = true)
    {
        CheckTarget(path, overwrite);
        using WeightGates.Held held = Trainer.EnterWeights(write: false);
        ModelFiles.SaveWeights(this, path);
    }

    /// <summary>
    /// Reads weights into this model from a weights file or a whole model of any format and any version of Keras; the contents
    /// decide, not the name. Either everything fits and is loaded, or nothing changes and the error lists what is missing,
    /// unexpected or of the wrong shape. The state of an optimizer of another kind, or of one for other weights, is left out with
    /// a warning.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="byName">Whether layers are matched by name (<c>.h5</c> of Keras 1 and 2 style only) instead of by their order. As in
    /// Keras, a layer that only the file or only the model has is then no error.</param>
    /// <param name="skipMismatch">Whether to load what fits and leave out the rest, with a warning.</param>
    /// <param name="strict">Whether optimizer state that does not fit is an error; false by default.</param>
    /// <returns>What was left out, one line each: weights that do not fit when <paramref name="skipMismatch"/> is set, layers that one side
    /// does not have when <paramref name="byName"/> is, an optimizer's state unless <paramref name="strict"/> is.</returns>
    /// <exception cref="FileNotFoundException">No such file.</exception>
    /// <exception cref="ModelFormatException">Damaged, or it does not fit.</exception>
    /// <exception cref="ArgumentException"><paramref name="byName"/> for a file whose layers have no names.</exception>
    /// <exception cref="InvalidOperationException">The model has no weights yet, or another thread trains it.</exception>
    public IReadOnlyList<string> LoadWeights(string path, bool byName = false, bool skipMismatch = false, bool strict = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using ModelLock.Held exclusive = Trainer.ModelLock.Acquire();
        using WeightGates.Held held = Trainer.EnterWeights(write: true);
        return ModelFiles.LoadWeights(this, path, byName, skipMismatch, strict);
    }

    private static void CheckTarget(string path, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!overwrite && File.Exists(path)) throw new IOException($"'{path}' exists already; delete it, or save with overwrite: true.");
    }
}
