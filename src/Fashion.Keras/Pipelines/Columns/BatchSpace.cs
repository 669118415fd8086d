namespace Fashion.Keras.Pipelines;

/// <summary>Where the samples of a batch go.</summary>
/// <param name="Samples">Most samples of a batch.</param>
/// <param name="Memory">Lends arrays; null for arrays of the batch's own.</param>
/// <param name="KeepsArrays">Whether arrays of samples may stay where they are and be read there, instead of being copied: they do not
/// change before the batch is read.</param>
internal readonly record struct BatchSpace(int Samples, BatchMemory? Memory, bool KeepsArrays = false)
{
    /// <summary>The same for what is looked at as a whole before it is fed: targets and weights, which are checked.</summary>
    public BatchSpace Copying() => this with { KeepsArrays = false };
}
