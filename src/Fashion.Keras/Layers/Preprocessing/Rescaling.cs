using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Multiplies by a factor and adds an offset: 1.0 / 255 turns pixels of 0 to 255 into 0 to 1. Both may be one number per channel.
/// </summary>
/// <remarks>
/// Output of the input's shape; no weights. Source: keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling.
/// </remarks>
[KerasLayer]
public sealed partial class Rescaling : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="scale">Factor.</param>
    /// <param name="offset">What is added after that.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public Rescaling(double scale, double offset = 0, Shape? inputShape = null, string? name = null)
        : this([scale], [offset], inputShape, name) { }

    /// <summary>Makes a layer with numbers per channel.</summary>
    /// <param name="scale">Factors: one, or one per place of the last axis.</param>
    /// <param name="offset">What is added after that: one number, or one per place of the last axis; null for 0.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A list is empty.</exception>
    [WithoutMethod]
    public Rescaling(IReadOnlyList<double> scale, IReadOnlyList<double>? offset = null, Shape? inputShape = null, string? name = null)
        : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(scale);
        if (scale.Count == 0 || offset is { Count: 0 })
            throw new ArgumentException("Rescaling: an empty list is no scale and no offset; give one number, or one per channel.");
        Scales = Guard.Finite(scale, nameof(Rescaling))!;
        Offsets = Guard.Finite(offset ?? [0], nameof(Rescaling))!;
    }

    /// <summary>Factor; NaN where each channel has its own, see <see cref="Scales"/>.</summary>
    public double Scale => Scales is [double one] ? one : double.NaN;

    /// <summary>What is added after that; NaN where each channel has its own, see <see cref="Offsets"/>.</summary>
    public double Offset => Offsets is [double one] ? one : double.NaN;

    /// <summary>Factors: one, or one per place of the last axis.</summary>
    public IReadOnlyList<double> Scales { get; }

    /// <summary>What is added after that: one number, or one per place of the last axis.</summary>
    public IReadOnlyList<double> Offsets { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal static Rescaling FromConfig(ConfigReader config) =>
        new(config.GetNumbers("scale") ?? throw config.Wrong("scale", "a number or a list of numbers"), config.GetNumbers("offset"),
            name: config.Name());

    internal override bool TakesSingleImages => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        SymbolicTensor scaled = inputs * Factors(Scales, inputs.Shape);
        return Offsets is [0] ? scaled : scaled + Factors(Offsets, inputs.Shape);
    }

    private SymbolicTensor Factors(IReadOnlyList<double> values, Shape inputs)
    {
        if (values is [double one]) return one;
        if (inputs[^1] != values.Count)
            throw new ShapeMismatchException(
                $"Layer '{Name}' (Rescaling) has {values.Count} numbers for the last axis, but got inputs {inputs}.")
            { LayerName = Name, Received = inputs };
        return values.Select(v => (float)v).ToArray();
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        base.WriteConfig(config);
        config.WriteNumbers("scale", Scales).WriteNumbers("offset", Offsets);
    }
}
