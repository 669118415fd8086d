using Fashion.Keras.Data;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Turns combinations of several features (city and weekday) into one of a fixed number of bins by their hash.</summary>
/// <remarks>
/// Inputs: two or more of texts or whole numbers, all of shape (batch,) or all of shape (batch, 1); output: with
/// <see cref="OutputMode.Int"/> numbers in [0, numBins) in that shape, with <see cref="OutputMode.OneHot"/> (batch, numBins). The hash
/// is TensorFlow's. No weights. The layer stands at the beginning of a model: see <see cref="HostLayer"/>.
/// Source: keras.io/api/layers/preprocessing_layers/categorical/hashed_crossing.
/// </remarks>
[KerasLayer]
[WithoutMethod]
public sealed partial class HashedCrossing : HostLayer
{
    private const ulong Start = 0xDECAFCAFFE, Multiplier = 0xc6a4a7935bd1e995;

    /// <summary>Makes the layer.</summary>
    /// <param name="numBins">Number of bins.</param>
    /// <param name="outputMode">What the layer gives: Int or OneHot. <c>"int"</c>, the default, or <c>"one_hot"</c>.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">numBins is not positive, or another outputMode.</exception>
    public HashedCrossing(int numBins, Choice<OutputMode> outputMode = default, string? name = null) : base(name, null)
    {
        NumBins = Guard.Positive(numBins, nameof(HashedCrossing));
        OutputMode = outputMode.OrFirst();
        if (OutputMode is not (OutputMode.Int or OutputMode.OneHot))
            throw new ArgumentException($"HashedCrossing: outputMode is Int or OneHot, not {outputMode}.", nameof(outputMode));
    }

    private protected override bool GivesNumbersOfCategories => OutputMode == OutputMode.Int;

    internal override string? InputType => null;

    internal static HashedCrossing FromConfig(ConfigReader config)
    {
        config.RequireDense();
        return new HashedCrossing(config.GetInt("num_bins"), config.OutputMode(OutputMode.Int), config.Name());
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        if (inputShapes.Count < 2)
            throw new ArgumentException($"{Place} crosses two or more inputs, but {inputShapes.Count} was given.", nameof(inputShapes));
        foreach (Shape shape in inputShapes)
            if (shape.Rank is not (1 or 2) || (shape.Rank == 2 && shape[1] != 1) || !shape.IsCompatibleWith(inputShapes[0]))
                throw new ShapeMismatchException($"{Place} takes inputs that all have the shape (batch,) or (batch, 1), but the " +
                    $"shapes are {string.Join(" and ", inputShapes)}.")
                { LayerName = Name, Received = shape };
        return [CategoryCodes.OutputShape(inputShapes[0], OutputMode, NumBins, this)];
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => ComputeOutputShapes([inputShape])[0];

    internal override ArraySource Compute(IReadOnlyList<ArraySource> inputs)
    {
        Shape shape = inputs.Count > 0 ? inputs[0].Shape : Shape.Scalar;
        ComputeOutputShapes([.. inputs.Select(i => i.Shape)]);
        ulong[] hashes = [.. Enumerable.Repeat(Start, shape.ElementCount)];
        foreach (ArraySource input in inputs)
        {
            ulong[] features = Features(input);
            for (int i = 0; i < hashes.Length; i++) hashes[i] = Join(hashes[i], features[i]);
        }
        return CategoryCodes.Encode(Array.ConvertAll(hashes, hash => (int)(hash % (ulong)NumBins)), shape, OutputMode, NumBins, null,
            this);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        base.WriteConfig(config);
        if (OutputMode == OutputMode.Int) config.Write("dtype", DeclaredType.Int64);
        config.Write("num_bins", NumBins).Write(OutputMode).Write("sparse", false);
    }

    // A whole number is its own hash.
    private ulong[] Features(ArraySource input)
    {
        if (!input.IsText) return Array.ConvertAll(WholeNumbers.Of(input, Place), value => (ulong)value);
        TextArrays.RequireAll(input.Texts, Place);
        return Array.ConvertAll(input.Texts.ToArray(), HashBuckets.Fingerprint);
    }

    private static ulong Join(ulong first, ulong second)
    {
        ulong result = (first ^ Multiplier ^ Mixed(second * Multiplier) * Multiplier) * Multiplier;
        return Mixed(Mixed(result) * Multiplier);
    }

    private static ulong Mixed(ulong value) => value ^ value >> 47;
}
