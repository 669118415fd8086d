using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Models;

/// <summary>A model whose results are not one row per sample says so; it does not fill rows with numbers of its own.</summary>
public sealed class BatchAxisTests
{
    private static readonly Dictionary<string, Func<SymbolicTensor, SymbolicTensor>> Spoilt = new()
    {
        ["sum"] = x => Ops.Sum(x, 0, true),
        ["sum of all"] = x => Ops.Sum(x),
        ["slice"] = x => Ops.Slice(x, [0, 1], [1, 2]),
        ["transpose"] = x => Ops.Transpose(x, 1, 0),
        ["reshape"] = x => Ops.Reshape(x, [3, -1]),
        ["expand"] = x => Ops.ExpandDims(x, 0),
        ["concatenate"] = x => Ops.Concatenate([x, x], 0),
    };

    public static TheoryData<string> Names => [.. Spoilt.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Predict_OperationOverTheBatchAxis_IsRefused(string name)
    {
        SymbolicTensor input = Input.Of([3]);
        var exception = Assert.ThrowsAny<ArgumentException>(() => new Model(input, Spoilt[name](input)).PredictOnBatch(new float[10, 3]));
        Assert.DoesNotContain("Destination", exception.Message, StringComparison.Ordinal);
    }
}
