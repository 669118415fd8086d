using System.Numerics.Tensors;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Shifts and scales features by fixed numbers to mean 0 and variance 1. The numbers are given, or learned from data once
/// with <see cref="Adapt(ModelData)"/>.
/// </summary>
/// <remarks>
/// Output (x - mean) / max(sqrt(variance), 1e-7), of the input's shape. Weights, not trainable and of the kept axes' shape: mean,
/// variance and count (which stays 0); none when mean and variance are given. Before Adapt mean is 0 and variance 1.
/// Source: keras.io/api/layers/preprocessing_layers/numerical/normalization.
/// </remarks>
[KerasLayer]
public sealed partial class Normalization : Layer
{
    private const float SmallestDeviation = 1e-7f;

    private readonly IReadOnlyList<double>? _givenMean, _givenVariance;
    private Variable? _mean, _variance;
    private Shape? _kept;

    /// <summary>Makes the layer.</summary>
    /// <param name="axis">Axes that keep their own mean and variance, counted with the batch axis; null for the last one, an empty list
    /// for one number for everything.</param>
    /// <param name="mean">Known mean: one number, or one per kept place.</param>
    /// <param name="variance">Known variance.</param>
    /// <param name="invert">Whether the layer undoes the scaling instead: mean + x * sqrt(variance).</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">Only one of mean and variance was given.</exception>
    public Normalization(IReadOnlyList<int>? axis = null, IReadOnlyList<double>? mean = null, IReadOnlyList<double>? variance = null,
        bool invert = false,
        Shape? inputShape = null, string? name = null) : base(name, inputShape)
    {
        if (mean is null != variance is null)
            throw new ArgumentException("Normalization: mean and variance must be given together, or neither.");
        Axis = axis ?? [-1];
        Invert = invert;
        _givenMean = Guard.Finite(mean, nameof(Normalization));
        _givenVariance = Guard.Finite(variance, nameof(Normalization));
    }

    /// <summary>Makes the layer, along one axis.</summary>
    /// <inheritdoc cref="Normalization(IReadOnlyList{int}, IReadOnlyList{double}?, IReadOnlyList{double}?, bool, Shape?, string?)"/>
    public Normalization(int axis, IReadOnlyList<double>? mean = null, IReadOnlyList<double>? variance = null,
        bool invert = false, Shape? inputShape = null, string? name = null)
        : this([axis], mean, variance, invert, inputShape, name)
    { }

    /// <summary>
    /// Makes the layer with one mean and one variance for all places: Keras's <c>Normalization(axis=-1, mean=3, variance=2)</c>.
    /// </summary>
    /// <param name="axis">The axes that a file names; null for none. The numbers are the same.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="variance">The variance.</param>
    /// <param name="invert">Whether the layer undoes the scaling.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public Normalization(Axes axis, double mean, double variance, bool invert = false, Shape? inputShape = null, string? name = null)
        : this(axis.Numbers ?? [], [mean], [variance], invert, inputShape, name)
    { }

    /// <summary>Makes the layer with one mean and one variance for all numbers.</summary>
    /// <inheritdoc cref="Normalization(IReadOnlyList{int}, IReadOnlyList{double}?, IReadOnlyList{double}?, bool, Shape?, string?)"/>
    [WithoutMethod]
    public Normalization(double mean, double variance, bool invert = false, Shape? inputShape = null, string? name = null)
        : this([-1], [mean], [variance], invert, inputShape, name)
    { }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal static Normalization FromConfig(ConfigReader config)
    {
        // A null axis means one number for everything; a missing one the last axis.
        IReadOnlyList<int>? axis = config.Json.ContainsKey("axis") ? config.GetAxes("axis") ?? [] : null;
        return new Normalization(axis, config.GetNumbers("mean"), config.GetNumbers("variance"), config.GetBool("invert", false),
            name: config.Name());
    }

    /// <summary>
    /// Learns mean and population variance of every kept place from data, replacing what was learned before.
    /// </summary>
    /// <param name="data">All samples, one after the other, row-major.</param>
    /// <param name="shape">Shape of the data, the sample axis first.</param>
    /// <exception cref="InvalidOperationException">Mean and variance were given to the constructor.</exception>
    public void Adapt(ReadOnlySpan<float> data, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (data.Length != shape.ElementCount)
            throw new ArgumentException($"Layer '{Name}' (Normalization): {data.Length} numbers do not make up the shape {shape}.",
                nameof(data));
        NormalizationMoments moments = Begin(shape);
        Set(moments.With(data, shape));
    }

    /// <summary>
    /// Learns mean and population variance of every kept place from arrays or tensors, replacing what was learned before.
    /// </summary>
    /// <param name="data">All samples.</param>
    /// <exception cref="InvalidOperationException">Mean and variance were given to the constructor.</exception>
    /// <exception cref="ArgumentException">No samples, or texts.</exception>
    public void Adapt(ModelData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Adapt([new DataBatch(data)], null);
    }

    /// <summary>
    /// Learns mean and population variance from a sequence of numbers, one per sample; they need not fit into memory.
    /// </summary>
    /// <param name="values">The numbers: samples of shape (1,).</param>
    /// <param name="steps">How many to read; null for all.</param>
    /// <inheritdoc cref="Adapt(ModelData)" path="/exception"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public void Adapt(IEnumerable<float> values, int? steps = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        // A tensor is a sequence of its elements, too.
        if (values is Tensor<float> tensor) Adapt((ModelData)tensor);
        else Learn(StreamedValues.Limit(values, steps).Chunk(StreamedValues.Chunk)
            .Select(chunk => ArraySource.From(chunk, new[] { chunk.Length, 1 })));
    }

    /// <summary>Learns mean and population variance of every kept place from batches, which need not fit into memory.</summary>
    /// <param name="batches">The batches, of which only the samples are looked at.</param>
    /// <param name="steps">How many batches to read; null for all.</param>
    /// <inheritdoc cref="Adapt(ModelData)" path="/exception"/>
    public void Adapt(IEnumerable<DataBatch> batches, int? steps = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        Learn(StreamedValues.Limit(batches, steps).SelectMany(batch => batch.X.Arrays));
    }

    private void Learn(IEnumerable<ArraySource> batches)
    {
        NormalizationMoments? moments = null;
        foreach (ArraySource batch in batches)
        {
            Shape shape = batch.Shape.Rank > 0 ? batch.Shape : batch.Shape.Prepend(1);
            moments = (moments ?? Begin(shape)).With(batch.ToDoubles(), shape);
        }
        Set(moments ?? throw new ArgumentException($"Layer '{Name}' (Normalization): Adapt was given no samples."));
    }

    private NormalizationMoments Begin(Shape shape)
    {
        if (_givenMean is not null) throw new InvalidOperationException($"Layer '{Name}' (Normalization) has a given mean and " +
            "variance; Adapt is for layers without.");
        EnsureBuilt([shape.With(0, Shape.Unknown)]);
        return new NormalizationMoments(this, KeptAxes(shape), _kept!);
    }

    private void Set(NormalizationMoments moments)
    {
        _mean!.Set(moments.Mean);
        _variance!.Set(moments.Variance);
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        _kept = KeptAxes(inputShape).Select(a => inputShape[a]).ToArray();
        if (_givenMean is not null) return;
        _mean = AddWeight("mean", _kept, "zeros", trainable: false);
        _variance = AddWeight("variance", _kept, "ones", trainable: false);
        AddWeight("count", Shape.Scalar, "zeros", trainable: false);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int[] kept = KeptAxes(inputs.Shape);
        Shape broadcast = inputs.Shape.Select((size, axis) => kept.Contains(axis) ? size : 1).ToArray();
        SymbolicTensor mean = Place(_mean, _givenMean, broadcast), variance = Place(_variance, _givenVariance, broadcast);
        SymbolicTensor deviation = Ops.Maximum(Ops.Sqrt(variance), SmallestDeviation);
        return Invert ? mean + inputs * deviation : (inputs - mean) / deviation;
    }

    // Numbers aligned with the input's axes; a single one serves everywhere.
    private SymbolicTensor Place(Variable? learned, IReadOnlyList<double>? given, Shape broadcast)
    {
        if (learned is not null) return Ops.Reshape(learned, broadcast);
        if (given!.Count == 1) return given[0];
        if (given.Count != broadcast.ElementCount)
            throw new ShapeMismatchException($"Layer '{Name}' (Normalization): {given.Count} numbers were given for mean or " +
                $"variance, but the kept axes {_kept} have {broadcast.ElementCount} places.")
            { LayerName = Name };
        return Ops.Fixed(broadcast, given.Select(v => (float)v).ToArray());
    }

    private int[] KeptAxes(Shape shape) => [.. Axis.Select(shape.Axis).Order()];

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        base.WriteConfig(config);
        config.Set("axis", new System.Text.Json.Nodes.JsonArray([.. Axis.Select(a => (System.Text.Json.Nodes.JsonNode)a)]));
        config.Write("invert", Invert).WriteNumbers("mean", _givenMean).WriteNumbers("variance", _givenVariance);
    }
}
