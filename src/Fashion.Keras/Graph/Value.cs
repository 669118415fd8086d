using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>One result of one node: a tensor whose shape is fully known.</summary>
[Experimental(ExperimentalApi.Engines)]
public sealed class Value
{
    internal Value(Node producer, int index, TensorSpec spec)
    {
        Producer = producer;
        Index = index;
        Spec = spec;
    }

    /// <summary>The node that computes it.</summary>
    public Node Producer { get; }

    /// <summary>Which of the producer's outputs this is.</summary>
    public int Index { get; }

    /// <summary>Shape and element type.</summary>
    internal TensorSpec Spec { get; }

    /// <summary>Its shape; all sizes are known.</summary>
    public Shape Shape => Spec.Shape;

    /// <summary>Type of its elements.</summary>
    public DType DType => Spec.DType;

    /// <summary>The number of its node and its shape.</summary>
    public override string ToString() => $"%{Producer.Id}{(Producer.Outputs.Length > 1 ? "." + Index : "")} {Spec}";
}
