using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>
/// What training makes small. A name of Keras's (<c>"sparse_categorical_crossentropy"</c>, <c>"mse"</c>) can stand in its
/// place; a loss of your own comes from <see cref="Create"/> or derives from this class.
/// </summary>
public abstract class Loss : IKerasObject
{
    /// <summary>Makes a loss.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
    /// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
    protected Loss(string name, Choice<Reduction> reduction = default)
    {
        Name = name;
        Reduction = reduction.OrFirst();
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How the values per sample become one number.</summary>
    public Reduction Reduction { get; }

    /// <summary>The text that stood in its place, exactly as given; null for an object. Files keep it.</summary>
    internal string? GivenName { get; set; }

    /// <inheritdoc/>
    public virtual string ClassName => GetType().Name;

    /// <inheritdoc/>
    public virtual string? Module => GetType().Assembly == typeof(Loss).Assembly ? "keras.losses" : null;

    /// <inheritdoc/>
    public virtual string? RegisteredName => Module is null ? RegisterSerializableAttribute.NameOf(GetType()) : null;

    /// <summary>Writes one value per sample (all axes but the last).</summary>
    /// <param name="yTrue">Targets, as floats.</param>
    /// <param name="yPred">Predictions.</param>
    protected internal abstract SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred);

    /// <summary>Writes 1 for every value that counts and 0 for those to leave out of the mean; null when all count.</summary>
    internal virtual SymbolicTensor? Mask(SymbolicTensor yTrue, SymbolicTensor yPred) => null;

    /// <summary>
    /// Writes the loss of a batch: ranks that differ by a last axis of 1 are matched, masked steps left out, values weighted
    /// and reduced. One number, unless <see cref="Reduction"/> is <see cref="Reduction.None"/>.
    /// </summary>
    /// <param name="yTrue">Targets, as floats; a single number stands for all of them.</param>
    /// <param name="yPred">Predictions.</param>
    /// <param name="sampleWeight">Weights, broadcast to the values per sample; null for none.</param>
    /// <returns>The loss; of arrays and other tensors with values it has a value too (<see cref="SymbolicTensor.ToScalar"/>).</returns>
    /// <exception cref="ShapeMismatchException">Targets, predictions and weights do not fit together.</exception>
    /// <example><code>
    /// float loss = new MeanSquaredError().Compute(yTrue, yPred).ToScalar();
    /// </code></example>
    public SymbolicTensor Compute(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        if (GraphBuilder.Current is null && yTrue.Known is { } targets && yPred.HasValue && sampleWeight?.HasValue != false)
            return ComputeValues(targets, yPred, sampleWeight);
        if (yTrue.Shape.Rank == 0 && yPred.Shape.Rank > 0) yTrue = Ops.BroadcastTo(yTrue, yPred.Shape);
        SymbolicTensor? missing = yPred.Mask;
        (yTrue, yPred) = RankMatching.Align(yTrue, yPred);
        SymbolicTensor? mask = Mask(yTrue, yPred);
        if (missing is not null) mask = mask is null ? missing : mask * missing;
        return LossReduction.Reduce(Call(yTrue, yPred), sampleWeight, mask, Reduction);
    }

    // One graph for the whole loss.
    private SymbolicTensor ComputeValues(ValueTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        if (yTrue.Shape.Rank > 0) ValidateTargets(ArraySource.From(yTrue.Values, yTrue.Shape), yPred.Shape);
        return Ops.Write(Name, sampleWeight is null ? [yTrue, yPred] : [yTrue, yPred, sampleWeight], (g, v) =>
            Compute(new GraphTensor(v[0]), new GraphTensor(v[1]), v.Length > 2 ? new GraphTensor(v[2]) : null).Resolve(g));
    }

    /// <summary>The same as one number, which training needs.</summary>
    /// <exception cref="InvalidOperationException">The loss does not reduce.</exception>
    internal SymbolicTensor ComputeScalar(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight = null) =>
        Reduction != Reduction.None ? Compute(yTrue, yPred, sampleWeight) : throw new InvalidOperationException(
            $"Loss '{Name}' has Reduction.None and gives one value per sample, but training needs one number: use " +
            "Reduction.SumOverBatchSize, Sum or MeanWithSampleWeight.");

    /// <summary>Checks targets against the predictions' shape before anything runs: a label out of range, a wrong rank.</summary>
    /// <param name="yTrue">The targets.</param>
    /// <param name="predictions">Shape of the model's output, the batch axis unknown.</param>
    internal virtual void ValidateTargets(ArraySource yTrue, Shape predictions) { }

    /// <inheritdoc/>
    public virtual void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("name", Name).Write("reduction", LossReduction.NameOf(Reduction));
    }

    /// <summary>A loss of your own.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="function">One value per sample from targets and predictions, written with <see cref="Ops"/>.</param>
    public static Loss Create(string name, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function) =>
        new FunctionLoss(name, function);

    /// <summary>A loss by Keras's name or alias; null stands for none.</summary>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Loss?(string? name) => name is null ? null : LossTable.ByName(name);
}
