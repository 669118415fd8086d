using Fashion.Keras.Layers;

namespace Fashion.Keras.Onnx.Tests;

/// <summary>A model for each layer that has no golden case of its own.</summary>
internal static class FurtherLayers
{
    /// <summary>Makes the models, by class.</summary>
    public static Dictionary<string, Func<(Model Model, OnnxRun.Numbers[] Inputs)>> Models { get; } = new(StringComparer.Ordinal)
    {
        ["CategoryEncoding"] = () => One(new CategoryEncoding(5, OutputMode.MultiHot), [3], [0, 4, 1, 2, 2, 3]),
        ["Cropping1D"] = () => One(new Cropping1D((1, 2)), [5, 2], [.. Enumerable.Range(0, 20).Select(i => i * 0.5f)]),
        ["DepthwiseConv1D"] = () => One(new DepthwiseConv1D(3, strides: 2, depthMultiplier: 2), [6, 2],
            [.. Enumerable.Range(0, 24).Select(i => MathF.Sin(i))]),
        ["Discretization"] = () => One(new Discretization(binBoundaries: [-1, 0, 2.5]), [3], [-2, 0, 2.5f, 3, -1, 1]),
        ["InputLayer"] = () => One(new Dense(2), [3], [1, 2, 3, 4, 5, 6]),
        ["SpatialDropout1D"] = () => One(new SpatialDropout1D(0.5), [3, 2], [.. Enumerable.Range(0, 12).Select(i => (float)i)]),
    };

    /// <summary>A model of each layer that is refused, by class.</summary>
    public static Dictionary<string, Func<Model>> Refused { get; } = new(StringComparer.Ordinal)
    {
        ["HashedCrossing"] = () => Numbers(new HashedCrossing(5), [1], [1]),
        ["Hashing"] = () => Numbers(new Hashing(5), [1]),
        ["IntegerLookup"] = () => Numbers(new IntegerLookup(vocabulary: [3L, 5L]), [1]),
        ["StringLookup"] = () => Numbers(new StringLookup(vocabulary: ["a", "b"]), [1]),
        ["TextVectorization"] = () => Numbers(new TextVectorization(outputSequenceLength: 3, vocabulary: ["a", "b"]), [1]),
    };

    private static (Model, OnnxRun.Numbers[]) One(Layer layer, Shape sample, float[] values)
    {
        SymbolicTensor x = Input.Of(sample, name: "x");
        return (new Model(inputs: x, outputs: layer.Apply(x)), [new([2, .. sample], values)]);
    }

    private static Model Numbers(HostLayer layer, params Shape[] samples)
    {
        SymbolicTensor[] inputs = [.. samples.Select((sample, i) =>
            Input.Of(sample, name: $"x{i}", dtype: layer is IntegerLookup ? "int64" : "string"))];
        return new Model(ModelTensors.Create(inputs), ModelTensors.Create([.. layer.Apply(inputs)]));
    }
}
