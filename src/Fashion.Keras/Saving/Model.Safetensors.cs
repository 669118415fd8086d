using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Saving;
using Fashion.Keras.Training;

namespace Fashion.Keras;

// Weights in the safetensors format.
public partial class Model
{
    /// <summary>
    /// Writes the weights as a safetensors file, which Python and others read without running any code: float32, under the names of Keras's
    /// weights
    /// files (<c>layers/dense/vars/0</c>). The state of the optimizer is not in it. The file is replaced as a whole, or stays as it was;
    /// while another
    /// thread trains the model, it holds the weights between two steps.
    /// </summary>
    /// <param name="path">The file, usually ending in <c>.safetensors</c>.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <exception cref="InvalidOperationException">The model has no weights yet.</exception>
    /// <exception cref="IOException">The file exists and must not be replaced, or cannot be written.</exception>
    public void SaveSafetensors(string path, bool overwrite = true)
    {
        CheckTarget(path, overwrite);
        ModelFiles.RequireBuilt(this);
        using WeightGates.Held held = Trainer.EnterWeights(write: false);
        AtomicFile.Write(path, stream => SafetensorsWeights.Write(this, stream));
    }

    /// <summary>
    /// Reads the weights of a safetensors file that has the names of <see cref="SaveSafetensors"/>; float64, float16, bfloat16 and whole
    /// numbers become float32.
    /// Either everything fits and is loaded, or nothing changes and the error lists what is missing, unexpected or of the wrong shape.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="skipMismatch">Whether to load what fits and leave out the rest.</param>
    /// <returns>What was left out, one line each.</returns>
    /// <exception cref="FileNotFoundException">No such file.</exception>
    /// <exception cref="ModelFormatException">Damaged, or it does not fit.</exception>
    /// <exception cref="InvalidOperationException">The model has no weights yet, or another thread trains it.</exception>
    public IReadOnlyList<string> LoadSafetensors(string path, bool skipMismatch = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ModelFiles.RequireBuilt(this);
        using ModelLock.Held exclusive = Trainer.ModelLock.Acquire();
        using WeightGates.Held held = Trainer.EnterWeights(write: true);
        return new FileErrors(path).Named(() =>
        {
            using WatchedFile file = WatchedFile.Open(path);
            (WeightPlan plan, Action assign) = file.Read(stream =>
            {
                WeightPlan plan = SafetensorsWeights.Plan(this, SafetensorsFile.Open(stream, path), path);
                return (plan, plan.Prepare(skipMismatch));
            });
            assign();
            return plan.Problems;
        });
    }
}
