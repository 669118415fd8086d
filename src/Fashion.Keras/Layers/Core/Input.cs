using System.Runtime.CompilerServices;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras;

/// <summary>
/// Where data enters: the first entry of a Sequential (<c>new Input(28, 28, 1)</c>), or a tensor to build a functional model
/// from (<see cref="Of(Shape, string?, string?, int?)"/>). Shapes are those of one sample, without the batch axis.
/// </summary>
[KerasLayer("InputLayer")]
[WithoutMethod]
public sealed partial class Input : Layer
{
    /// <summary>An input for samples of this shape.</summary>
    /// <param name="shape">Sizes of one sample's axes; -1 for one that varies.</param>
    public Input(params int[] shape) : this(shape, null) { }

    /// <summary>An input for batches of one size: <c>new Input([5, 3], batchSize: 4)</c>.</summary>
    /// <param name="shape">Shape of one sample.</param>
    /// <param name="batchSize">Size of the batches, positive, for readers of the file. Batches of all sizes are taken, as in Keras.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is not positive.</exception>
    public Input(Shape shape, int batchSize) : this(shape, null, null, batchSize) { }

    /// <summary>An input for samples of this shape.</summary>
    /// <param name="shape">Shape of one sample.</param>
    /// <param name="name">Its name.</param>
    /// <param name="dtype">
    /// Type of the elements by Keras's name: float32 (null), int32, uint8, bool, float16 ... Data is converted to it as Keras does:
    /// for whole numbers fractions are cut off. The model computes with floats whatever it is.
    /// </param>
    /// <param name="batchSize">Size of the batches, positive, for readers of the file; null for any. Batches of all sizes are taken, as in
    /// Keras.</param>
    /// <exception cref="ArgumentException">An unknown type.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is not positive.</exception>
    public Input(Shape shape, string? name, string? dtype = null, int? batchSize = null)
        : base(name, shape ?? throw new ArgumentNullException(nameof(shape)))
    {
        DType = DeclaredType.Find(dtype ?? DeclaredType.Float32) ?? throw Guard.Unknown("dtype of an input", dtype!, DeclaredType.Names);
        BatchSize = batchSize is { } size ? Guard.Positive(size, nameof(Input), nameof(batchSize)) : null;
        Source = AddSource(shape.Prepend());
    }

    /// <summary>An input for samples of this shape, with null for a size that varies: <c>new Input([null, 6])</c>.</summary>
    /// <inheritdoc cref="Input(Shape, string?, string?, int?)"/>
    [OverloadResolutionPriority(-1)]
    public Input(IReadOnlyList<int?> shape, string? name = null, string? dtype = null, int? batchSize = null)
        : this(Known(shape), name, dtype, batchSize) { }

    /// <summary>Type of the elements by Keras's name: <c>float32</c>, <c>int32</c>, <c>uint8</c> ...</summary>
    public string DType { get; }

    /// <summary>Size of the batches that a file declares; null for any.</summary>
    public int? BatchSize { get; }

    /// <inheritdoc/>
    public override string ClassName => "InputLayer";

    /// <summary>The tensor that stands for a batch of samples.</summary>
    internal LayerOutput Source { get; }

    /// <summary>A tensor that stands for a batch of samples of this shape: the start of a functional model.</summary>
    /// <param name="shape">Shape of one sample, without the batch axis.</param>
    /// <param name="name">Name of the input.</param>
    /// <param name="dtype">Type of the elements by Keras's name: float32 (null), int32, uint8, bool, float16 ...; see the
    /// constructor.</param>
    /// <param name="batchSize">Size of the batches, positive, for readers of the file; null for any.</param>
    /// <exception cref="ArgumentException">An unknown type.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is not positive.</exception>
    public static SymbolicTensor Of(Shape shape, string? name = null, string? dtype = null, int? batchSize = null) =>
        new Input(shape, name, dtype, batchSize).Source;

    /// <summary>
    /// A tensor that stands for a batch of samples of this shape, with null for a size that varies: <c>Input.Of([null, 6])</c>.
    /// </summary>
    /// <inheritdoc cref="Of(Shape, string?, string?, int?)"/>
    [OverloadResolutionPriority(-1)]
    public static SymbolicTensor Of(IReadOnlyList<int?> shape, string? name = null, string? dtype = null, int? batchSize = null) =>
        Of(Known(shape), name, dtype, batchSize);

    private static Shape Known(IReadOnlyList<int?> shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return [.. shape.Select(size => size ?? Shape.Unknown)];
    }

    internal static Input FromConfig(ConfigReader config)
    {
        // Keras 2 calls the key batch_input_shape.
        string key = config.Has("batch_shape") ? "batch_shape" : "batch_input_shape";
        return config.GetShape(key) is { Rank: > 0 } batch
            ? new Input(batch[1..], config.Name(), config.DType(), config.BatchSize())
            : throw config.Wrong(key, "a list of sizes, the batch axis first");
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs;

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("batch_shape", InputShape!.Prepend(BatchSize ?? Shape.Unknown)).Write("dtype", DType).Write("sparse", false)
            .Write("ragged", false).Write("name", Name);
    }
}
