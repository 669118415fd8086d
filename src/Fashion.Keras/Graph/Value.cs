using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>One result of one node: a tensor whose shape is fully known.</summary>
internal sealed class Value(Node producer, int index, TensorSpec spec)
{
    public Node Producer { get; } = producer;

    /// <summary>Which of the producer's outputs this is.</summary>
    public int Index { get; } = index;

    public TensorSpec Spec { get; } = spec;

    public Shape Shape => Spec.Shape;

    public override string ToString() => $"%{Producer.Id}{(Producer.Outputs.Length > 1 ? "." + Index : "")} {Spec}";
}
