using System.Text.Json.Nodes;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Turns texts or whole numbers into one of a fixed number of bins by their hash, without a vocabulary.</summary>
/// <remarks>
/// Input: texts or whole numbers (fractions are cut off; their decimal digits are hashed) of any shape; output: with
/// <see cref="OutputMode.Int"/> numbers in [0, numBins) in the same shape, else an array of numBins places. The hash is the same on all
/// machines and in TensorFlow: FarmHash's fingerprint, or SipHash-2-4 with a salt. No weights. The layer stands at the beginning of a
/// model: see <see cref="HostLayer"/>. Source: keras.io/api/layers/preprocessing_layers/categorical/hashing.
/// </remarks>
[KerasLayer]
public sealed partial class Hashing : HostLayer
{
    private readonly IReadOnlyList<ulong>? _salt;
    private readonly HashBuckets _buckets;
    private readonly bool _hasMask;

    /// <summary>Makes the layer.</summary>
    /// <param name="numBins">Number of bins, that of the mask value included.</param>
    /// <param name="maskValue">The text that stands for a missing one, which gets bin 0 for itself; for whole numbers its digits. Null
    /// for none.</param>
    /// <param name="salt">One or two keys that make the hash SipHash-2-4; null for FarmHash.</param>
    /// <param name="outputMode">What the layer gives: Int, OneHot, MultiHot or Count. <c>"int"</c>, the default, <c>"one_hot"</c>,
    /// <c>"multi_hot"</c>, <c>"count"</c> or <c>"tf_idf"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">numBins is not positive, or another outputMode.</exception>
    public Hashing(int numBins, string? maskValue = null, IReadOnlyList<ulong>? salt = null, Choice<OutputMode> outputMode = default,
        Shape? inputShape = null, string? name = null) : base(name, inputShape)
    {
        NumBins = Guard.Positive(numBins, nameof(Hashing));
        if (outputMode.OrFirst() == OutputMode.TfIdf)
            throw new ArgumentException("Hashing: outputMode is Int, OneHot, MultiHot or Count; there are no weights for TfIdf.",
                nameof(outputMode));
        MaskValue = maskValue;
        OutputMode = outputMode.OrFirst();
        _salt = HashBuckets.Keys(salt, nameof(Hashing));
        _hasMask = maskValue is not null && numBins > 1;
        _buckets = new HashBuckets(_hasMask ? numBins - 1 : numBins, _salt);
    }

    /// <summary>The text, or the digits of the number, that gets bin 0 for itself; null for none.</summary>
    public string? MaskValue { get; }

    private protected override bool GivesNumbersOfCategories => OutputMode == OutputMode.Int;

    internal override string? InputType => null;

    // Whether a mask value of a file is a number.
    private bool MaskIsNumber { get; init; }

    internal static Hashing FromConfig(ConfigReader config)
    {
        config.RequireDense();
        bool isNumber = config.Json["mask_value"] is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number;
        string? mask = isNumber ? config.Long("mask_value")!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : config.GetString("mask_value");
        return new Hashing(config.GetInt("num_bins"), mask, config.Salt(), config.OutputMode(OutputMode.Int), name: config.Name())
        { MaskIsNumber = isNumber };
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        return CategoryCodes.OutputShape(inputShape, OutputMode, NumBins, this);
    }

    internal override ArraySource Compute(IReadOnlyList<ArraySource> inputs)
    {
        if (inputs is not [var input])
            throw new ArgumentException($"{Place} takes one input, but {inputs.Count} were given.", nameof(inputs));
        return CategoryCodes.Encode(Bins(input), input.Shape, OutputMode, NumBins, null, this);
    }

    private int[] Bins(ArraySource input)
    {
        int shift = _hasMask ? 1 : 0;
        if (!input.IsText)
        {
            long? mask = _hasMask && long.TryParse(MaskValue, System.Globalization.CultureInfo.InvariantCulture, out long number)
                ? number
                : null;
            return Array.ConvertAll(WholeNumbers.Of(input, Place), value => value == mask ? 0 : _buckets.Of(value) + shift);
        }
        TextArrays.RequireAll(input.Texts, Place);
        return Array.ConvertAll(input.Texts.ToArray(), text => _hasMask && text == MaskValue ? 0 : _buckets.Of(text) + shift);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        base.WriteConfig(config);
        if (OutputMode == OutputMode.Int) config.Write("dtype", DeclaredType.Int64);
        config.Write("num_bins", NumBins).Write(_salt).Set("mask_value", MaskIsNumber ? JsonNode.Parse(MaskValue!) : MaskValue)
            .Write(OutputMode).Write("sparse", false);
    }
}
