using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Internal;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Turns whole numbers into learned rows: number i becomes row i of a table.</summary>
/// <remarks>
/// Input (batch, ...) of whole numbers in [0, inputDim) (fractions are cut off), output (batch, ..., outputDim). Weight: embeddings
/// (inputDim, outputDim). A number out of range is an <see cref="ArgumentException"/> in Fit, Evaluate and Predict.
/// Source: keras.io/api/layers/core_layers/embedding.
/// </remarks>
[KerasLayer]
public partial class Embedding : AdaptableLayer
{
    private readonly WeightOptions _options;
    private readonly float[]? _weights;

    /// <summary>Makes the layer.</summary>
    /// <param name="inputDim">Number of rows: the largest number that occurs, plus 1.</param>
    /// <param name="outputDim">Length of a row.</param>
    /// <param name="embeddingsInitializer">Start values of the table; null for uniform in [-0.05, 0.05].</param>
    /// <param name="embeddingsRegularizer">Penalty on the table.</param>
    /// <param name="embeddingsConstraint">Rule for the table.</param>
    /// <param name="maskZero">Whether 0 stands for a missing step, which recurrent layers after it skip.</param>
    /// <param name="weights">Start values of the table, (inputDim, outputDim), instead of the initializer's; null for those.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    /// <exception cref="ArgumentException"><paramref name="weights"/> has another shape.</exception>
    public Embedding(int inputDim, int outputDim, Initializer? embeddingsInitializer = null, Regularizer? embeddingsRegularizer = null,
        Constraint? embeddingsConstraint = null, bool maskZero = false, float[,]? weights = null, Shape? inputShape = null,
        string? name = null) : base(name, inputShape)
    {
        InputDim = Guard.Positive(inputDim, ClassName);
        OutputDim = Guard.Positive(outputDim, ClassName);
        MaskZero = maskZero;
        if (weights is not null && (weights.GetLength(0) != inputDim || weights.GetLength(1) != outputDim))
            throw new ArgumentException($"Layer '{Name}' ({ClassName}): weights must have the shape ({inputDim}, {outputDim}), not " +
                $"({weights.GetLength(0)}, {weights.GetLength(1)}).", nameof(weights));
        _weights = weights is null ? null : [.. weights.Cast<float>()];
        _options = new(embeddingsInitializer ?? new RandomUniform(), embeddingsRegularizer, embeddingsConstraint);
    }

    /// <inheritdoc/>
    public override bool SupportsMasking => MaskZero;

    /// <summary>The rows, (inputDim, outputDim).</summary>
    private protected Variable? Table { get; private set; }

    internal override bool TakesLora => true;

    internal override bool UsesLoraAlphaOfConstruction => false;

    internal override Variable? LoraWeight => Table;

    private protected Initializer Start => _options.Initializer;

    internal static Embedding FromConfig(ConfigReader config) => new(config.GetInt("input_dim"), config.GetInt("output_dim"),
        config.Initializer("embeddings_initializer"), config.Regularizer("embeddings_regularizer"),
        config.Constraint("embeddings_constraint"),
        config.GetBool("mask_zero", false), name: config.Name());

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        Table = AddWeight("embeddings", [InputDim, OutputDim], _options.Initializer, regularizer: _options.Regularizer,
            constraint: _options.Constraint);
        if (_weights is not null) Table.Set(_weights);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        return (int[])[.. inputShape, OutputDim];
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => Ops.Gather(Adapted(Table!), inputs);

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor?> ComputeMasks(IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [1 - Ops.Equal(inputs[0], 0)];
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("input_dim", InputDim).Write("output_dim", OutputDim).Write("activity_regularizer", ActivityRegularizer)
            .Write("mask_zero", MaskZero);
        _options.WriteTo(config, "embeddings");
    }
}
