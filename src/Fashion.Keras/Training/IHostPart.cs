using Fashion.Keras.Data;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Training;

/// <summary>
/// The part of a model that a step cannot compute, because it takes texts or looks numbers up: it runs before the step, batch by
/// batch, and what it gives is fed to the rest of the model. Any number of threads may use it at once.
/// </summary>
internal interface IHostPart
{
    /// <summary>The rest of the model: it takes what <see cref="Compute"/> gives.</summary>
    Layer Rest { get; }

    /// <summary>Computes one batch.</summary>
    /// <param name="inputs">One array per input of the model.</param>
    /// <returns>One array of numbers per input of <see cref="Rest"/>, all of as many samples.</returns>
    IReadOnlyList<ArraySource> Compute(IReadOnlyList<ArraySource> inputs);
}
