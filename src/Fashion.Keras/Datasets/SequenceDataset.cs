using System.Numerics.Tensors;

namespace Fashion.Keras.Datasets;

/// <summary>Texts as lists of word numbers, with one class number each.</summary>
/// <param name="Sequences">The word numbers of each text.</param>
/// <param name="Labels">Class numbers: (count,).</param>
public sealed record SequenceDataset(IReadOnlyList<int[]> Sequences, Tensor<int> Labels)
{
    /// <summary>Number of texts.</summary>
    public int Count => Sequences.Count;

    /// <summary>
    /// All texts with one length, ready for an Embedding, and the labels; see
    /// <see cref="Utils.PadSequences(IReadOnlyList{int[]}, int?, Choice{SequenceSide}, Choice{SequenceSide}, int)"/>.
    /// </summary>
    /// <param name="maxLength">The length; longer texts lose their beginning, shorter ones get zeros in front.</param>
    public (Tensor<int> Sequences, Tensor<int> Labels) Pad(int maxLength) => (Utils.PadSequences(Sequences, maxLength), Labels);
}
