using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Internal;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Attention by several heads, of which a group shares the projections of key and value.</summary>
/// <remarks>
/// Query (batch, queries, features), value (batch, steps, features) and key (batch, steps, any): output of the query's shape, scores
/// (batch, query heads, queries, steps). Weights: kernel and bias of the projections query (features, query heads, headDim), key (features,
/// key-value heads, headDim), gate, value and attention_output. Missing steps of query, value and key are not seen. Keras calls
/// the class GroupedQueryAttention and exports it under this name. Source: Ainslie et al. 2023;
/// keras.io/api/layers/attention_layers/group_query_attention.
/// </remarks>
[KerasLayer]
[WithoutMethod]
public sealed partial class GroupQueryAttention : HeadAttention
{
    /// <summary>What Keras's own code calls the class.</summary>
    internal const string OwnName = "GroupedQueryAttention";

    /// <summary>Makes the layer.</summary>
    /// <param name="headDim">Length of the projections for one head.</param>
    /// <param name="numQueryHeads">Number of heads of the query.</param>
    /// <param name="numKeyValueHeads">Number of heads of key and value, a divisor of <paramref name="numQueryHeads"/>.</param>
    /// <param name="dropout">Share of the weights of steps that is set to 0 in training, in [0, 1].</param>
    /// <param name="useBias">Whether projections have a bias.</param>
    /// <param name="slidingWindow">How many steps, its own included, a step of the query looks at to either side; null for all.</param>
    /// <param name="flashAttention">Null or false; the fused kernel of GPUs that true asks for does not exist here.</param>
    /// <param name="kernelInitializer">Start values of the kernels; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">Start values of the biases; null for zeros.</param>
    /// <param name="kernelRegularizer">Penalty on the kernels.</param>
    /// <param name="biasRegularizer">Penalty on the biases.</param>
    /// <param name="activityRegularizer">Penalty on the outputs of the layer and of every projection, divided by the batch size.</param>
    /// <param name="kernelConstraint">Rule for the kernels.</param>
    /// <param name="biasConstraint">Rule for the biases.</param>
    /// <param name="useGate">Whether the output of every head is multiplied by the sigmoid of a projection of the query.</param>
    /// <param name="seed">Seed of the dropout; null draws a fresh one.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">The heads cannot be divided into groups, or <paramref name="flashAttention"/> is
    /// true.</exception>
    public GroupQueryAttention(int headDim, int numQueryHeads, int numKeyValueHeads, double dropout = 0, bool useBias = true,
        int? slidingWindow = null, bool? flashAttention = null,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
        bool useGate = false, int? seed = null, string? name = null)
        : this(headDim, numQueryHeads, numKeyValueHeads,
            HeadOptions.Of(dropout, useBias, slidingWindow, flashAttention, kernelInitializer, biasInitializer, kernelRegularizer,
                biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, useGate, seed, name))
    { }

    private GroupQueryAttention(int headDim, int numQueryHeads, int numKeyValueHeads, HeadOptions options)
        : base(options, nameof(GroupQueryAttention))
    {
        HeadDim = Guard.Positive(headDim, nameof(GroupQueryAttention));
        NumQueryHeads = Guard.Positive(numQueryHeads, nameof(GroupQueryAttention));
        NumKeyValueHeads = Guard.Positive(numKeyValueHeads, nameof(GroupQueryAttention));
        if (numQueryHeads % numKeyValueHeads != 0)
            throw new ArgumentException(
                $"GroupQueryAttention: numQueryHeads ({numQueryHeads}) must be a multiple of numKeyValueHeads ({numKeyValueHeads}).",
                nameof(numQueryHeads));
        ActivityRegularizer = options.ActivityRegularizer;
    }

    internal override string ClassInWeights => OwnName;

    internal override CallForm Form => CallForm.Attention;

    internal override string ChildKey(Layer child) => "_" + PartOf(child);

    internal static GroupQueryAttention FromConfig(ConfigReader config) =>
        new(config.GetInt("head_dim"), config.GetInt("num_query_heads"), config.GetInt("num_key_value_heads"), HeadOptions.From(config));

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
    /// <param name="queryMask">Which steps of the query are there, (batch, queries); null for the mask that it brings along.</param>
    /// <param name="valueMask">Which steps of the value are there, (batch, steps); null for the mask that it brings along.</param>
    /// <param name="keyMask">Which steps of the key are there; null for the mask that it brings along.</param>
    /// <param name="useCausalMask">Whether a step of the query may look at no later one of the value.</param>
    /// <param name="training">Whether the layer works as in training or as in Predict, whatever the model around it does; null for what
    /// that does.</param>
    /// <param name="context">Inside <c>Call</c>: the context that was given there.</param>
    public SymbolicTensor Apply(SymbolicTensor query, SymbolicTensor value, SymbolicTensor? key = null,
        SymbolicTensor? attentionMask = null, SymbolicTensor? queryMask = null, SymbolicTensor? valueMask = null,
        SymbolicTensor? keyMask = null, bool useCausalMask = false, bool? training = null, CallContext? context = null) =>
        Use(new(query, value, key, attentionMask, useCausalMask), [queryMask, valueMask, keyMask], training, context)[0];

    /// <summary>The same, with the weights of the steps: Keras's <c>return_attention_scores=True</c>.</summary>
    /// <inheritdoc cref="Apply(SymbolicTensor, SymbolicTensor, SymbolicTensor?, SymbolicTensor?, SymbolicTensor?, SymbolicTensor?, SymbolicTensor?, bool, bool?, CallContext?)"/>
    /// <returns>The output, and the weights (batch, query heads, queries, steps).</returns>
    public (SymbolicTensor Output, SymbolicTensor Scores) ApplyWithScores(SymbolicTensor query, SymbolicTensor value,
        SymbolicTensor? key = null, SymbolicTensor? attentionMask = null, SymbolicTensor? queryMask = null,
        SymbolicTensor? valueMask = null, SymbolicTensor? keyMask = null, bool useCausalMask = false, bool? training = null,
        CallContext? context = null)
    {
        IReadOnlyList<SymbolicTensor> both =
            Use(new(query, value, key, attentionMask, useCausalMask, ReturnScores: true), [queryMask, valueMask, keyMask], training,
                context);
        return (both[0], both[1]);
    }

    private protected override void Build(Shape query, Shape value, Shape key)
    {
        Projection Heads(int heads, Shape input) => new("abc,cde->abde", [Shape.Unknown, heads, HeadDim], "de", input);
        BuildProjections(Heads(NumQueryHeads, query), Heads(NumKeyValueHeads, key), Heads(NumQueryHeads, query),
            Heads(NumKeyValueHeads, value),
            new("abcd,cde->abe", [Shape.Unknown, query[^1]], "e", [query[0], query[1], NumQueryHeads, HeadDim]), [3]);
    }

    private protected override Shape OutputShape(Shape query, Shape value, Shape key)
    {
        if (query.Rank != 3 || value.Rank != 3 || key.Rank != 3)
            throw Misfit($"query, value and key must have the shape (batch, steps, features), but are {query}, {value} and {key}", query);
        if (query[2] != value[2]) throw Misfit($"query {query} and value {value} must have equally many features", value);
        CheckSteps(value, key);
        return query;
    }

    private protected override Shape ScoresShape(Shape query, Shape key) => [query[0], NumQueryHeads, query[1], key[1]];

    private protected override (SymbolicTensor Output, SymbolicTensor? Scores) Attend(AttentionInputs inputs, CallContext context)
    {
        SymbolicTensor? seen = WithAxes(SeenSteps(inputs), 4, -3);
        SymbolicTensor value = ValueDense.Apply(Bare(inputs.Value), context),
            key = KeyDense.Apply(Bare(inputs.Key ?? inputs.Value), context), query = QueryDense.Apply(Bare(inputs.Query), context);
        if (Fused(query, key, value, seen, inputs) is { } fused) return (Joined(fused, Bare(inputs.Query), context), null);
        (int batch, int queries, int steps) = (query.Shape[0], query.Shape[1], key.Shape[1]);
        Shape groups = [batch, NumKeyValueHeads, NumQueryHeads / NumKeyValueHeads, queries, steps],
            heads = [batch, NumQueryHeads, queries, steps];
        SymbolicTensor grouped = Ops.Reshape(query * (1 / Math.Sqrt(HeadDim)), [batch, queries, groups[1], groups[2], HeadDim]);
        SymbolicTensor scores = Ops.Reshape(Ops.Einsum("btvrh,bsvh->bvrts", grouped, key), heads);
        SymbolicTensor weights = StepWeights(scores, seen, exact: Dropout > 0 || inputs.ReturnScores, context);
        SymbolicTensor output = Ops.Einsum("bvrts,bsvh->btvrh", Ops.Reshape(Dropped(weights, context), groups), value);
        return (Joined(Ops.Reshape(output, [batch, queries, NumQueryHeads, HeadDim]), Bare(inputs.Query), context), weights);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("head_dim", HeadDim).Write("num_query_heads", NumQueryHeads).Write("num_key_value_heads", NumKeyValueHeads);
    }
}
