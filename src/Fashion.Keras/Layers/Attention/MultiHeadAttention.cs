using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Internal;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Attention by several heads: each one projects query, key and value for itself; what all of them give is projected again.
/// </summary>
/// <remarks>
/// Query (batch, queries, features), value and key (batch, steps, features): output (batch, queries, features of the query, or
/// outputShape), scores (batch, heads, queries, steps). With more axes attention runs over those in attentionAxes. Weights: kernel and bias
/// of the projections query (features, heads, keyDim), key, gate, value (features, heads, valueDim) and attention_output. Missing steps of
/// query, value and key are not seen. As in Keras, the masks of the inputs are gone for attention of several heads after it: one that uses
/// the same tensor again sees all of its steps. Source: Vaswani et al. 2017; keras.io/api/layers/attention_layers/multi_head_attention.
/// </remarks>
/// <example><code>
/// SymbolicTensor attended = new MultiHeadAttention(numHeads: 4, keyDim: 16).Apply(x, x, useCausalMask: true);
/// </code></example>
[KerasLayer]
[WithoutMethod]
public sealed partial class MultiHeadAttention : HeadAttention
{
    private readonly Shape? _outputShape;
    private string _scoresEquation = "", _combineEquation = "";

    /// <summary>Makes the layer.</summary>
    /// <param name="numHeads">Number of heads.</param>
    /// <param name="keyDim">Length of the projections of query and key for one head.</param>
    /// <param name="valueDim">Length of the projection of the value for one head; null for <paramref name="keyDim"/>.</param>
    /// <param name="dropout">Share of the weights of steps that is set to 0 in training, in [0, 1].</param>
    /// <param name="useBias">Whether projections have a bias.</param>
    /// <param name="outputShape">Sizes of the output in place of the query's features; null for those.</param>
    /// <param name="attentionAxes">Axes that attention runs over, counted with the batch axis; null for all but the first and the
    /// last.</param>
    /// <param name="slidingWindow">How many steps, its own included, a step of the query looks at to either side; null for all.</param>
    /// <param name="flashAttention">Null or false; the fused kernel of GPUs that true asks for does not exist here.</param>
    /// <param name="kernelInitializer">Start values of the kernels; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">Start values of the biases; null for zeros.</param>
    /// <param name="kernelRegularizer">Penalty on the kernels.</param>
    /// <param name="biasRegularizer">Penalty on the biases.</param>
    /// <param name="activityRegularizer">Penalty on the output of every projection, divided by the batch size.</param>
    /// <param name="kernelConstraint">Rule for the kernels.</param>
    /// <param name="biasConstraint">Rule for the biases.</param>
    /// <param name="useGate">Whether the output of every head is multiplied by the sigmoid of a projection of the query.</param>
    /// <param name="seed">Seed of the dropout; null draws a fresh one.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="flashAttention"/> is true.</exception>
    public MultiHeadAttention(int numHeads, int keyDim, int? valueDim = null, double dropout = 0, bool useBias = true,
        Shape? outputShape = null, IReadOnlyList<int>? attentionAxes = null,
        int? slidingWindow = null, bool? flashAttention = null, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null, bool useGate = false,
        int? seed = null, string? name = null)
        : this(numHeads, keyDim, valueDim, outputShape, attentionAxes,
            HeadOptions.Of(dropout, useBias, slidingWindow, flashAttention, kernelInitializer, biasInitializer, kernelRegularizer,
                biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, useGate, seed, name))
    { }

    private MultiHeadAttention(int numHeads, int keyDim, int? valueDim, Shape? outputShape, IReadOnlyList<int>? attentionAxes,
        HeadOptions options) : base(options, nameof(MultiHeadAttention))
    {
        NumHeads = Guard.Positive(numHeads, nameof(MultiHeadAttention));
        KeyDim = Guard.Positive(keyDim, nameof(MultiHeadAttention));
        ValueDim = Guard.Positive(valueDim ?? keyDim, nameof(MultiHeadAttention), nameof(valueDim));
        _outputShape = outputShape is { Rank: > 0 } ? outputShape : null;
        AttentionAxes = attentionAxes;
    }

    /// <summary>Axes that attention runs over; null while the layer is not built for all but the first and the last.</summary>
    public IReadOnlyList<int>? AttentionAxes { get; private set; }

    internal override CallForm Form => CallForm.AttentionWithoutQueryMask;

    internal override bool TakesMasksAway => true;

    internal override string ChildKey(Layer child) =>
        PartOf(child) is var part && part is "softmax" or "dropout_layer" or "gate_dense" ? "_" + part : part;

    internal static MultiHeadAttention FromConfig(ConfigReader config)
    {
        Shape? output = config.Json["output_shape"] switch
        {
            null => null,
            System.Text.Json.Nodes.JsonArray => config.GetShape("output_shape"),
            _ => [config.GetInt("output_shape")],
        };
        return new(config.GetInt("num_heads"), config.GetInt("key_dim"), config.GetIntOrNull("value_dim"), output,
            config.GetAxes("attention_axes"), HeadOptions.From(config));
    }

    /// <summary>
    /// Uses the layer: between layers it adds to a functional model, inside another layer's <c>Call</c> it writes its operations right
    /// there.
    /// </summary>
    /// <param name="query">What asks.</param>
    /// <param name="value">What answers.</param>
    /// <param name="key">What is compared with the query; null for the value.</param>
    /// <param name="attentionMask">Which steps of the value each step of the query may look at, not 0 where it may: (batch, queries,
    /// steps), or with a size of 1 or without leading axes for all; with an axis for the heads before the queries, (batch, heads, queries,
    /// steps).</param>
    /// <param name="valueMask">Which steps of the value are there, (batch, steps); null for the mask that it brings along.</param>
    /// <param name="keyMask">Which steps of the key are there; null for the mask that it brings along.</param>
    /// <param name="useCausalMask">Whether a step of the query may look at no later one of the value.</param>
    /// <param name="training">Whether the layer works as in training or as in Predict, whatever the model around it does; null for what
    /// that does.</param>
    /// <param name="context">Inside <c>Call</c>: the context that was given there.</param>
    public SymbolicTensor Apply(SymbolicTensor query, SymbolicTensor value, SymbolicTensor? key = null,
        SymbolicTensor? attentionMask = null, SymbolicTensor? valueMask = null, SymbolicTensor? keyMask = null, bool useCausalMask = false,
        bool? training = null, CallContext? context = null) =>
        Use(new(query, value, key, attentionMask, useCausalMask), [null, valueMask, keyMask], training, context)[0];

    /// <summary>The same, with the weights of the steps: Keras's <c>return_attention_scores=True</c>.</summary>
    /// <inheritdoc cref="Apply(SymbolicTensor, SymbolicTensor, SymbolicTensor?, SymbolicTensor?, SymbolicTensor?, SymbolicTensor?, bool, bool?, CallContext?)"/>
    /// <returns>The output, and the weights (batch, heads, queries, steps).</returns>
    public (SymbolicTensor Output, SymbolicTensor Scores) ApplyWithScores(SymbolicTensor query, SymbolicTensor value,
        SymbolicTensor? key = null, SymbolicTensor? attentionMask = null, SymbolicTensor? valueMask = null, SymbolicTensor? keyMask = null,
        bool useCausalMask = false, bool? training = null, CallContext? context = null)
    {
        IReadOnlyList<SymbolicTensor> both =
            Use(new(query, value, key, attentionMask, useCausalMask, ReturnScores: true), [null, valueMask, keyMask], training, context);
        return (both[0], both[1]);
    }

    private protected override void Build(Shape query, Shape value, Shape key)
    {
        int[] axes = Axes(query);
        AttentionAxes = axes;
        (_scoresEquation, _combineEquation) = AttentionEquations.Of(query.Rank + 1, axes);
        Shape output = _outputShape ?? [query[^1]];
        Projection Heads(Shape input, int length) =>
            new(AttentionEquations.Projection(input.Rank - 1, 1, 2, out string bias),
                (int[])[.. Enumerable.Repeat(Shape.Unknown, input.Rank - 2), NumHeads, length], bias, input);
        BuildProjections(Heads(query, KeyDim), Heads(key, KeyDim), Heads(query, ValueDim), Heads(value, ValueDim),
            new(AttentionEquations.Projection(query.Rank - 1, 2, output.Rank, out string biasAxes),
                (int[])[.. Enumerable.Repeat(Shape.Unknown, query.Rank - 2), .. output], biasAxes,
                (int[])[.. query[..^1], NumHeads, ValueDim]),
            [.. Enumerable.Range(query.Rank, axes.Length)]);
    }

    private protected override Shape OutputShape(Shape query, Shape value, Shape key)
    {
        if (query.Rank < 3 || value.Rank != query.Rank || key.Rank != query.Rank)
            throw Misfit($"query, value and key must have equally many axes, at least (batch, steps, features), but are {query}, {value} " +
                $"and {key}", query);
        Axes(query);
        CheckSteps(value, key);
        return [.. query[..^1], .. _outputShape ?? [query[^1]]];
    }

    private protected override Shape ScoresShape(Shape query, Shape key)
    {
        int[] axes = Axes(query);
        return [.. Enumerable.Range(0, query.Rank - 1).Except(axes).Select(axis => query[axis]), NumHeads,
            .. axes.Select(axis => query[axis]), .. axes.Select(axis => key[axis])];
    }

    // Counted from the front; negative ones do not count the last axis.
    private int[] Axes(Shape query)
    {
        if (AttentionAxes is null) return [.. Enumerable.Range(1, query.Rank - 2)];
        int[] axes = [.. AttentionAxes.Select(axis => axis < 0 ? axis + query.Rank : axis)];
        return axes.Length > 0 && axes.All(axis => axis > 0 && axis < query.Rank - 1) && axes.Distinct().Count() == axes.Length ? axes
            : throw Misfit($"attentionAxes ({string.Join(", ", AttentionAxes)}) must name axes between the batch and the features of " +
                $"{query}, each once", query);
    }

    private protected override (SymbolicTensor Output, SymbolicTensor? Scores) Attend(AttentionInputs inputs, CallContext context)
    {
        // The axes that a mask does not have are those before the queries.
        SymbolicTensor? seen = WithAxes(SeenSteps(inputs), inputs.Query.Shape.Rank + AttentionAxes!.Count, -2 * AttentionAxes.Count - 1);
        SymbolicTensor value = ValueDense.Apply(Bare(inputs.Value), context),
            key = KeyDense.Apply(Bare(inputs.Key ?? inputs.Value), context), query = QueryDense.Apply(Bare(inputs.Query), context);
        if (Fused(query, key, value, seen, inputs) is { } fused) return (Joined(fused, Bare(inputs.Query), context), null);
        SymbolicTensor scores = Ops.Einsum(_scoresEquation, key, query * (1 / Math.Sqrt(KeyDim)));
        SymbolicTensor weights = StepWeights(scores, seen, exact: Dropout > 0 || inputs.ReturnScores || scores.Shape.Rank != 4, context);
        return (Joined(Ops.Einsum(_combineEquation, Dropped(weights, context), value), Bare(inputs.Query), context), weights);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("num_heads", NumHeads).Write("key_dim", KeyDim).Write("value_dim", ValueDim).Write("output_shape", _outputShape);
        config.Set("attention_axes", AttentionAxes is null
            ? null
            : new System.Text.Json.Nodes.JsonArray([.. AttentionAxes.Select(axis => (System.Text.Json.Nodes.JsonNode)axis)]));
    }
}
