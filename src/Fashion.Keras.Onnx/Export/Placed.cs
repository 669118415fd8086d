using Fashion.Keras.Graph;

namespace Fashion.Keras.Onnx.Export;

/// <summary>
/// A tensor of the model in the file. Its axes may lie in another order there: axis i of the file's tensor is axis <see cref="Order"/>[i]
/// of the
/// model's, so that images stay channels first from one convolution to the next.
/// </summary>
internal sealed class Placed
{
    /// <summary>Its shape in the model.</summary>
    public required Dim[] Shape { get; init; }

    /// <summary>Which axis of the model each axis in the file is.</summary>
    public required int[] Order { get; init; }

    /// <summary>Its name in the file, axes in <see cref="Order"/>; null while a constant is not written.</summary>
    public string? Name { get; init; }

    /// <summary>The numbers of a constant, in the model's order.</summary>
    public Lazy<float[]>? Known { get; init; }

    /// <summary>What a constant is called.</summary>
    public string Label { get; init; } = "constant";

    /// <summary>The number that a tensor is filled with, whatever its shape is.</summary>
    public float? Fill { get; init; }

    /// <summary>The name of the same as truth values, where 1 and 0 were made of them.</summary>
    public string? Truth { get; init; }

    /// <summary>The name of the same as whole numbers, where floats were made of them.</summary>
    public string? Whole { get; init; }

    /// <summary>The convolution or product that gives it, as long as a bias can be added there.</summary>
    public Protocol.NodeProto? Open { get; init; }

    public int Rank => Shape.Length;

    public bool IsConstant => Known is not null;

    /// <summary>Whether the axes lie as in the model.</summary>
    public bool IsPlain => IsInOrder(Order);

    /// <summary>Names of the same tensor with its axes in other orders.</summary>
    public Dictionary<string, string> Others { get; } = new(StringComparer.Ordinal);

    /// <summary>0, 1, 2 ...</summary>
    public static int[] Plain(int rank) => [.. Enumerable.Range(0, rank)];

    public static bool IsInOrder(int[] order) => order.Index().All(a => a.Index == a.Item);
}
