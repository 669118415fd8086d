using System.Globalization;
using System.Numerics.Tensors;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Turns numbers into the number of the range that they lie in. The boundaries are given, or learned from data with Adapt.
/// </summary>
/// <remarks>
/// Boundaries b1 ... bn make the ranges below b1, [b1, b2) ... [bn, infinity), numbered from 0. Input of any shape; output: with
/// <see cref="OutputMode.Int"/> the numbers in the same shape, else arrays with a place per range as <see cref="CategoryEncoding"/>
/// makes them. No weights. Source: keras.io/api/layers/preprocessing_layers/numerical/discretization.
/// </remarks>
[KerasLayer]
public sealed partial class Discretization : Layer, IKeepsAssets
{
    private Variable? _boundaries;
    private bool _isUsed;

    /// <summary>Makes the layer.</summary>
    /// <param name="binBoundaries">The boundaries, rising; null to learn <paramref name="numBins"/> ranges.</param>
    /// <param name="numBins">How many ranges to learn; null where the boundaries are given.</param>
    /// <param name="epsilon">How far quantiles may be off, above 0: 0.01 looks at 100 numbers of each batch.</param>
    /// <param name="outputMode">What the layer gives: Int, OneHot, MultiHot or Count. <c>"int"</c>, the default, <c>"one_hot"</c>,
    /// <c>"multi_hot"</c>, <c>"count"</c> or <c>"tf_idf"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">Both or none of boundaries and numBins, boundaries that do not rise, or another
    /// outputMode.</exception>
    public Discretization(IReadOnlyList<double>? binBoundaries = null, int? numBins = null, double epsilon = 0.01,
        Choice<OutputMode> outputMode = default,
        Shape? inputShape = null, string? name = null) : base(name, inputShape)
    {
        Guard.Finite(binBoundaries, nameof(Discretization));
        Guard.Finite(epsilon, nameof(Discretization));
        if (binBoundaries is null == numBins is null)
            throw new ArgumentException("Discretization: give either binBoundaries, or numBins to learn them with Adapt.");
        if (outputMode.OrFirst() == OutputMode.TfIdf)
            throw new ArgumentException("Discretization: outputMode is Int, OneHot, MultiHot or Count; there are no weights for TfIdf.",
                nameof(outputMode));
        if (numBins is { } bins) Guard.Positive(bins, nameof(Discretization), nameof(numBins));
        if (epsilon is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Discretization: epsilon must be above 0, and 1 at most.");
        NumBins = numBins;
        Epsilon = epsilon;
        OutputMode = outputMode.OrFirst();
        if (binBoundaries is not null) SetBoundaries(binBoundaries);
    }

    /// <summary>The boundaries, rising; null before they are learned.</summary>
    public IReadOnlyList<double>? BinBoundaries { get; private set; }

    /// <summary>How many ranges are learned; null where the boundaries were given.</summary>
    public int? NumBins { get; }

    IReadOnlyList<string> IKeepsAssets.ArrayNames => [];

    IReadOnlyList<string>? IKeepsAssets.Lines => null;

    private int Depth => BinBoundaries?.Count + 1 ?? NumBins!.Value;

    internal static Discretization FromConfig(ConfigReader config)
    {
        config.RequireDense();
        IReadOnlyList<double>? boundaries = config.GetNumbers("bin_boundaries");
        int? bins = config.GetIntOrNull("num_bins");
        var layer = new Discretization(bins is null ? boundaries : null, bins, config.GetDouble("epsilon", 0.01),
            config.OutputMode(OutputMode.Int), name: config.Name());
        // Adapt leaves both.
        if (bins is not null && boundaries is not null) layer.SetBoundaries(boundaries);
        return layer;
    }

    /// <summary>Learns the boundaries: quantiles of some numbers.</summary>
    /// <param name="data">Numbers of any shape.</param>
    /// <exception cref="InvalidOperationException">The boundaries were given to the constructor, or their number would change that a
    /// model has used.</exception>
    /// <exception cref="ArgumentException">No numbers, or one that is NaN.</exception>
    public void Adapt(ModelData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Learn(data.Arrays.Select(array => array.ToDoubles().Select(v => (float)v).ToArray()));
    }

    /// <summary>Learns the boundaries from a sequence of numbers, which need not fit into memory.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="steps">How many to read; null for all.</param>
    /// <inheritdoc cref="Adapt(ModelData)" path="/exception"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public void Adapt(IEnumerable<float> values, int? steps = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        // A tensor is a sequence of its elements, too, but one batch.
        if (values is Tensor<float> tensor) Adapt((ModelData)tensor);
        else Learn(StreamedValues.Limit(values, steps).Chunk(StreamedValues.Chunk));
    }

    /// <summary>Learns the boundaries from batches: quantiles of each, merged.</summary>
    /// <param name="batches">The batches, of which only the samples are looked at.</param>
    /// <param name="steps">How many batches to read; null for all.</param>
    /// <inheritdoc cref="Adapt(ModelData)" path="/exception"/>
    public void Adapt(IEnumerable<DataBatch> batches, int? steps = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        Learn(StreamedValues.Limit(batches, steps).SelectMany(batch => batch.X.Arrays)
            .Select(array => array.ToDoubles().Select(v => (float)v).ToArray()));
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        return CategoryCodes.OutputShape(inputShape, OutputMode, Depth, this);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (_boundaries is null) throw new InvalidOperationException($"Layer '{Name}' (Discretization) has no boundaries yet: give " +
            "it some, or call Adapt with data.");
        _isUsed = true;
        int count = BinBoundaries!.Count;
        // Counted from above, so that a number that is none lies above all, as in NumPy.
        SymbolicTensor numbers = count == 0
            ? Ops.Equal(inputs, inputs) * 0
            : count - Ops.Sum(Ops.Greater(_boundaries, Ops.ExpandDims(inputs, inputs.Shape.Rank)), inputs.Shape.Rank);
        return EncodedTensor.Of(numbers, OutputMode, Depth, this);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        base.WriteConfig(config);
        // Keras's own layer takes no other word.
        config.Json.Remove("trainable");
        config.Write("bin_boundaries", BinBoundaries).Write("num_bins", NumBins).Write("epsilon", Epsilon).Write(OutputMode)
            .Write("sparse", false);
    }

    float[] IKeepsAssets.Array(string name) => [];

    // Older versions of Keras keep a summary of the data as well as the boundaries, which are sufficient.
    bool IKeepsAssets.Takes(string name, Shape shape) => name == "0";

    void IKeepsAssets.TakeArray(string name, float[] values) { }

    void IKeepsAssets.TakeLines(IReadOnlyList<string>? lines) { }

    private void Learn(IEnumerable<float[]> batches)
    {
        if (NumBins is not { } bins) throw new InvalidOperationException($"Layer '{Name}' (Discretization) was given its boundaries; " +
            "Adapt is for layers with numBins.");
        var summary = new QuantileSummary(Epsilon);
        foreach (float[] batch in batches)
        {
            if (batch.AsSpan().IndexOfAnyExceptInRange(float.NegativeInfinity, float.PositiveInfinity) >= 0)
                throw new ArgumentException($"Layer '{Name}' (Discretization): Adapt was given a number that is NaN.");
            summary.Add(batch);
        }
        if (summary.IsEmpty) throw new ArgumentException($"Layer '{Name}' (Discretization): Adapt was given no numbers.");
        SetBoundaries([.. summary.Boundaries(bins).Select(b => (double)b)]);
    }

    private void SetBoundaries(IReadOnlyList<double> boundaries)
    {
        for (int i = 0; i < boundaries.Count; i++)
            if (double.IsNaN(boundaries[i]) || (i > 0 && boundaries[i] < boundaries[i - 1]))
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"Layer '{Name}' (Discretization): boundaries must rise, but " +
                    $"number {i} is {boundaries[i]}{(i > 0 ? FormattableString.Invariant($" after {boundaries[i - 1]}") : "")}."),
                    nameof(boundaries));
        if (_isUsed && boundaries.Count != BinBoundaries!.Count)
            throw new InvalidOperationException($"Layer '{Name}' (Discretization): a model has used its {BinBoundaries.Count} " +
                $"boundaries, so there cannot be {boundaries.Count}. Make a new layer.");
        if (_boundaries?.Shape.ElementCount != boundaries.Count)
            _boundaries = new Variable("bin_boundaries", [boundaries.Count], trainable: false);
        _boundaries.Set([.. boundaries.Select(b => (float)b)]);
        BinBoundaries = [.. boundaries];
    }
}
