using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Onnx.Export;
using Fashion.Keras.Onnx.Import;
using Fashion.Keras.Onnx.Protocol;
using Fashion.Keras.Serialization;
using Google.Protobuf;

namespace Fashion.Keras;

/// <summary>
/// A network out of an ONNX file, as a layer: <see cref="OnnxModel.Load"/> makes it. Its weights are the arrays of the file, under their
/// names;
/// kernels of convolutions lie as Keras's do (window, channels, filters). A file that holds the layer holds the structure of the network in
/// its
/// configuration; <c>new CustomObjects { OnnxLayer.FromConfig }</c> reads it again.
/// </summary>
[RegisterSerializable("fashion_keras", "OnnxLayer")]
public sealed class OnnxLayer : Layer
{
    private const string NetworkKey = "network", TrainableKey = "trainable_weights";

    private readonly ImportedNetwork _network;
    private readonly bool _trainable;
    private readonly Dictionary<string, Variable> _weights = new(StringComparer.Ordinal);

    internal OnnxLayer(ImportedNetwork network, bool trainable, string? name = null) : base(name)
    {
        _network = network;
        _trainable = trainable;
    }

    /// <summary>Makes the layer of a file's configuration; its weights come from the file.</summary>
    /// <param name="config">The configuration that <see cref="WriteConfig"/> wrote.</param>
    /// <exception cref="ModelFormatException">It is damaged.</exception>
    /// <exception cref="NotSupportedException">It has an operation that is not read.</exception>
    public static OnnxLayer FromConfig(ConfigReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return ImportErrors.Named($"the configuration of {nameof(OnnxLayer)}", () =>
        {
            byte[] bytes = Convert.FromBase64String(config.GetString(NetworkKey) ?? "");
            return new OnnxLayer(ImportedNetwork.Of(ModelProto.Parser.ParseFrom(bytes), weightsAreElsewhere: true),
                config.GetBool(TrainableKey, false), config.GetString("name"));
        });
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        base.WriteConfig(config);
        // The numbers of weights are not in it.
        config.Write(NetworkKey, Convert.ToBase64String(_network.Proto.ToByteArray()));
        config.Write(TrainableKey, _trainable);
    }

    /// <summary>Gives the weights the numbers of the file, which are then nowhere else.</summary>
    internal void TakeWeights()
    {
        foreach ((string name, Variable weight) in _weights)
        {
            ImportedArray array = _network.Arrays[name];
            float[] values = array.Floats!;
            weight.Set(_network.Kernels.Contains(name) ? Transposition.Of(values, array.Shape, KernelOrder(array.Shape.Length)) : values);
            _network.Forget(name);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        return TraceShapes(inputShapes);
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes)
    {
        // The mean and the variance of a batch normalization are no weights that are trained by gradient.
        var fixedNames = _network.Nodes.Where(n => n.OpType == "BatchNormalization").SelectMany(n =>
            n.Input.Skip(3)).ToHashSet(StringComparer.Ordinal);
        foreach ((string name, ImportedArray array) in _network.Arrays)
        {
            if (!IsWeight(name)) continue;
            int[] shape = _network.Kernels.Contains(name) ? [.. KernelOrder(array.Shape.Length).Select(axis => array.Shape[axis])]
                : array.Shape;
            _weights[name] = AddWeight(name, new Shape(shape), new Zeros(), trainable: _trainable && !fixedNames.Contains(name));
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context) =>
        new NetworkCall(_network, _weights).Run(inputs);

    // Arrays of floats that a node reads; single numbers are settings.
    private bool IsWeight(string name) => _network.Arrays[name] is { ReadFloats: not null, Count: > 1 }
        && _network.Nodes.Any(n => n.Input.Contains(name));

    // (filters, channels, window) as (window, channels, filters).
    private static int[] KernelOrder(int rank) => [.. Enumerable.Range(2, rank - 2), 1, 0];
}
