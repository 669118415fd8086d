using Fashion.Keras.Configuration;
using Fashion.Keras.Layers;

namespace Fashion.Keras;

/// <summary>
/// Where data enters: the first entry of a Sequential (<c>new Input(28, 28, 1)</c>), or a tensor to build a functional model
/// from (<see cref="Of"/>). Shapes are those of one sample, without the batch axis.
/// </summary>
public sealed class Input : Layer
{
    /// <summary>An input for samples of this shape.</summary>
    /// <param name="shape">Sizes of one sample's axes; -1 for one that varies.</param>
    public Input(params int[] shape) : this(shape, null) { }

    /// <summary>An input for samples of this shape.</summary>
    /// <param name="shape">Shape of one sample.</param>
    /// <param name="name">Its name.</param>
    public Input(Shape shape, string? name) : base(name, shape ?? throw new ArgumentNullException(nameof(shape))) => Output = AddSource(shape.Prepend());

    /// <inheritdoc/>
    public override string ClassName => "InputLayer";

    /// <summary>The tensor that stands for a batch of samples.</summary>
    internal LayerOutput Output { get; }

    /// <summary>A tensor that stands for a batch of samples of this shape: the start of a functional model.</summary>
    /// <param name="shape">Shape of one sample, without the batch axis.</param>
    /// <param name="name">Name of the input.</param>
    public static SymbolicTensor Of(Shape shape, string? name = null) => new Input(shape, name).Output;

    internal static Input FromConfig(ConfigReader config)
    {
        // Keras 2 calls the key batch_input_shape.
        string key = config.Has("batch_shape") ? "batch_shape" : "batch_input_shape";
        return config.GetShape(key) is { Rank: > 0 } batch ? new Input(batch[1..], config.Name()) : throw config.Wrong(key, "a list of sizes, the batch axis first");
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs;

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("batch_shape", InputShape!.Prepend()).Write("dtype", "float32").Write("sparse", false).Write("ragged", false).Write("name", Name);
    }
}
