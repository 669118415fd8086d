using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Internal;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// An embedding that can also be called in reverse, from rows to a number for each id: the logits of a language model.
/// </summary>
/// <remarks>
/// As <see cref="Embedding"/>; in reverse input (batch, ..., outputDim), output (batch, ..., inputDim): the products with the rows of
/// the table, or with a table of its own, weight reverse_embeddings (outputDim, inputDim). Source: Press and Wolf 2016;
/// keras.io/api/layers/core_layers/reversible_embedding.
/// </remarks>
/// <example><code>
/// var embedding = new ReversibleEmbedding(vocabulary, 64);
/// SymbolicTensor logits = embedding.ApplyReverse(block.Apply(embedding.Apply(ids)));
/// </code></example>
[KerasLayer]
public sealed partial class ReversibleEmbedding : Embedding
{
    private Variable? _reverse;

    /// <summary>Makes the layer.</summary>
    /// <param name="inputDim">Number of rows: the largest id that occurs, plus 1.</param>
    /// <param name="outputDim">Length of a row.</param>
    /// <param name="tieWeights">Whether the way back uses the same table; otherwise a table of its own.</param>
    /// <param name="embeddingsInitializer">Start values of the tables; null for uniform in [-0.05, 0.05].</param>
    /// <param name="embeddingsRegularizer">Penalty on the table.</param>
    /// <param name="embeddingsConstraint">Rule for the table.</param>
    /// <param name="maskZero">Whether the id 0 stands for a missing step.</param>
    /// <param name="logitSoftCap">The limit c of the logits of the way back, positive: c tanh(x / c); null for none.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or <paramref name="logitSoftCap"/> is not positive.</exception>
    public ReversibleEmbedding(int inputDim, int outputDim, bool tieWeights = true, Initializer? embeddingsInitializer = null,
        Regularizer? embeddingsRegularizer = null, Constraint? embeddingsConstraint = null, bool maskZero = false,
        double? logitSoftCap = null,
        Shape? inputShape = null, string? name = null)
        : base(inputDim, outputDim, embeddingsInitializer, embeddingsRegularizer, embeddingsConstraint, maskZero, null, inputShape,
            name)
    {
        TieWeights = tieWeights;
        LogitSoftCap = logitSoftCap is { } limit
            ? Guard.InRange(limit, double.Epsilon, double.MaxValue, nameof(ReversibleEmbedding), nameof(logitSoftCap))
            : null;
    }

    /// <summary>The limit of the logits of the way back; null for none.</summary>
    public double? LogitSoftCap { get; }

    internal override CallForm Form => CallForm.Reversible;

    internal static new ReversibleEmbedding FromConfig(ConfigReader config)
    {
        if (config.GetString("reverse_dtype") is not (null or "float32"))
            throw config.Wrong("reverse_dtype", "null or 'float32'; other precisions are not supported");
        return new(config.GetInt("input_dim"), config.GetInt("output_dim"), config.GetBool("tie_weights", true),
            config.Initializer("embeddings_initializer"),
            config.Regularizer("embeddings_regularizer"), config.Constraint("embeddings_constraint"),
            config.GetBool("mask_zero", false),
            config.GetDoubleOrNull("logit_soft_cap"), name: config.Name());
    }

    /// <summary>
    /// The way back: between layers, on values, or inside another layer's <c>Call</c>; <c>layer(x, reverse=True)</c> in Keras.
    /// </summary>
    /// <param name="rows">Rows, (batch, ..., outputDim).</param>
    /// <param name="context">Inside <c>Call</c>: the context that was given there.</param>
    /// <returns>Logits, (batch, ..., inputDim).</returns>
    public SymbolicTensor ApplyReverse(SymbolicTensor rows, CallContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Apply([rows], new LayerArguments([], [CallForm.Reverse]), context)[0];
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        base.Build(inputShape);
        if (!TieWeights) _reverse = AddWeight("reverse_embeddings", [OutputDim, InputDim], Start);
    }

    internal override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes, LayerArguments arguments)
    {
        if (!arguments.Has(CallForm.Reverse)) return ComputeOutputShapes(inputShapes);
        Shape rows = inputShapes[0];
        return rows.Rank > 1 && rows[^1] == OutputDim ? [rows.With(rows.Rank - 1, InputDim)]
            : throw new ShapeMismatchException(
                $"Layer '{Name}' ({ClassName}) needs in reverse inputs (batch, ..., {OutputDim}), but got {rows}.")
            { LayerName = Name, Received = rows };
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        SymbolicTensor rows = base.Call(inputs, context);
        return MaskZero ? rows.WithMask(1 - Ops.Equal(inputs, 0)) : rows;
    }

    private protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, LayerArguments arguments,
        CallContext context)
    {
        if (!arguments.Has(CallForm.Reverse)) return base.Call(inputs, arguments, context);
        ComputeOutputShapes([inputs[0].Shape], arguments);
        SymbolicTensor logits = _reverse is null
            ? Ops.MatMul(inputs[0], Adapted(Table!), transposeY: true)
            : Ops.MatMul(inputs[0], _reverse);
        return [LogitSoftCap is { } limit ? Ops.Tanh(logits / limit) * limit : logits];
    }

    // The way there has written its mask; the way back has none.
    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor?> ComputeMasks(IReadOnlyList<SymbolicTensor> inputs) => [null];

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("tie_weights", TieWeights).Set("reverse_dtype", null).Write("logit_soft_cap", LogitSoftCap);
    }
}
