using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>How work on rows of class scores (softmax, crossentropies, argmax, top-k) is shared out: by samples.</summary>
internal static class ScoreRows
{
    /// <summary>The first axis, unless it is the scores themselves.</summary>
    public static Partition Samples(Value scores) => scores.Shape.Rank == 1 ? Partition.Single : Rows.Batch(scores);

    /// <summary>Rows per sample and their width; a tensor with one axis is a single row.</summary>
    public static (int Rows, int Width) Inner(Value value) =>
        value.Shape.Rank == 1 ? (1, value.Shape[0]) : (value.Shape[1..^1].ElementCount, value.Shape[^1]);
}
