using Fashion.Keras.Graph;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Layers;

/// <summary>Attention by dot products (Luong): the scores of a step of the query are its products with the steps of the key.</summary>
/// <remarks>
/// Query (batch, queries, dim), value (batch, steps, features), key (batch, steps, dim): output (batch, queries, features), scores (batch,
/// queries, steps). Missing steps of the value get no weight; where the query misses a step the output is 0. Weights: scale and
/// concat_score_weight, single numbers, where they are wanted. Source: Luong et al. 2015; keras.io/api/layers/attention_layers/attention.
/// </remarks>
[KerasLayer]
[WithoutMethod]
public partial class Attention : AttentionLayer
{
    // What Keras takes off the scores of steps that are not to be seen.
    private const float Excluded = 1e9f;

    private protected Variable? Scale, ConcatScoreWeight;

    /// <summary>Makes the layer.</summary>
    /// <param name="useScale">Whether the scores are multiplied by a learned number.</param>
    /// <param name="scoreMode">How scores are computed. <c>"dot"</c>, the default, or <c>"concat"</c>.</param>
    /// <param name="dropout">Share of the weights of steps that is set to 0 in training, in [0, 1).</param>
    /// <param name="seed">Seed of the dropout; null draws a fresh one.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dropout"/> lies outside [0, 1), or <paramref name="scoreMode"/> is no
    /// such mode.</exception>
    public Attention(bool useScale = false, Choice<ScoreMode> scoreMode = default, double dropout = 0, int? seed = null,
        string? name = null) : base(name)
    {
        if (!Enum.IsDefined<ScoreMode>(scoreMode.OrFirst()))
            throw new ArgumentOutOfRangeException(nameof(scoreMode), scoreMode,
                $"Attention: scoreMode must be one of {string.Join(", ", Enum.GetNames<ScoreMode>())}, not {scoreMode}.");
        UseScale = useScale;
        ScoreMode = scoreMode.OrFirst();
        Dropout = Guard.InRange(dropout, 0, Math.BitDecrement(1.0), GetType().Name);
        Seed = seed;
        if (dropout > 0) DrawSeed = seed ?? SeedSource.Next();
    }

    /// <summary>Seed that was given; null for a fresh one.</summary>
    public int? Seed { get; }

    internal override CallForm Form => CallForm.AttentionOfList;

    internal override bool IsCalledWithMask => true;

    /// <summary>
    /// Uses the layer: between layers it adds to a functional model, inside another layer's <c>Call</c> it writes its operations right
    /// there.
    /// </summary>
    /// <param name="query">What asks.</param>
    /// <param name="value">What answers.</param>
    /// <param name="key">What is compared with the query; null for the value.</param>
    /// <param name="queryMask">Which steps of the query are there, (batch, queries); null for the mask that it brings along.</param>
    /// <param name="valueMask">Which steps of the value are there, (batch, steps); null for the mask that it brings along.</param>
    /// <param name="useCausalMask">Whether a step of the query may look at no later one of the value.</param>
    /// <param name="training">Whether the layer works as in training or as in Predict, whatever the model around it does; null for what
    /// that does.</param>
    /// <param name="context">Inside <c>Call</c>: the context that was given there.</param>
    public SymbolicTensor Apply(SymbolicTensor query, SymbolicTensor value, SymbolicTensor? key = null, SymbolicTensor? queryMask = null,
        SymbolicTensor? valueMask = null, bool useCausalMask = false, bool? training = null, CallContext? context = null) =>
        Use(new(query, value, key, Causal: useCausalMask), [queryMask, valueMask], training, context)[0];

    /// <summary>The same, with the weights of the steps: Keras's <c>return_attention_scores=True</c>.</summary>
    /// <inheritdoc cref="Apply(SymbolicTensor, SymbolicTensor, SymbolicTensor?, SymbolicTensor?, SymbolicTensor?, bool, bool?,
    /// CallContext?)"/>
    /// <returns>The output, and the weights (batch, queries, steps).</returns>
    public (SymbolicTensor Output, SymbolicTensor Scores) ApplyWithScores(SymbolicTensor query, SymbolicTensor value,
        SymbolicTensor? key = null, SymbolicTensor? queryMask = null, SymbolicTensor? valueMask = null, bool useCausalMask = false,
        bool? training = null, CallContext? context = null)
    {
        IReadOnlyList<SymbolicTensor> both =
            Use(new(query, value, key, Causal: useCausalMask, ReturnScores: true), [queryMask, valueMask], training, context);
        return (both[0], both[1]);
    }

    private protected override void Build(Shape query, Shape value, Shape key)
    {
        if (UseScale) Scale = AddWeight("scale", Shape.Scalar, new Initializers.Ones());
        if (ScoreMode == ScoreMode.Concat) ConcatScoreWeight = AddWeight("concat_score_weight", Shape.Scalar, new Initializers.Ones());
    }

    private protected sealed override Shape OutputShape(Shape query, Shape value, Shape key)
    {
        if (query.Rank != 3 || value.Rank != 3 || key.Rank != 3)
            throw Misfit($"query, value and key must have the shape (batch, steps, features), but are {query}, {value} and {key}", query);
        if (query[2] != key[2]) throw Misfit($"query {query} and key {key} must have equally many features", key);
        if (value[1] != key[1] && value[1] != Shape.Unknown && key[1] != Shape.Unknown)
            throw Misfit($"value {value} and key {key} must have equally many steps", key);
        return [query[0], query[1], value[2]];
    }

    private protected sealed override Shape ScoresShape(Shape query, Shape key) => [query[0], query[1], key[1]];

    /// <summary>Writes how well steps fit, (batch, queries, steps).</summary>
    private protected virtual SymbolicTensor Scores(SymbolicTensor query, SymbolicTensor key)
    {
        if (ScoreMode == ScoreMode.Dot)
        {
            SymbolicTensor products = Ops.MatMul(query, key, transposeY: true);
            return Scale is null ? products : products * Scale;
        }
        SymbolicTensor sums = Sums(query, key);
        return ConcatScoreWeight! * Ops.Sum(Ops.Tanh(Scale is null ? sums : Scale * sums), -1);
    }

    /// <summary>The sum of each step of the query and each of the key, (batch, queries, steps, dim).</summary>
    private protected static SymbolicTensor Sums(SymbolicTensor query, SymbolicTensor key) =>
        Ops.ExpandDims(query, 2) + Ops.ExpandDims(key, 1);

    private protected sealed override (SymbolicTensor Output, SymbolicTensor? Scores) Attend(AttentionInputs inputs, CallContext context)
    {
        (SymbolicTensor query, SymbolicTensor value) = (inputs.Query, inputs.Value);
        SymbolicTensor scores = Scores(query, inputs.Key ?? value);
        SymbolicTensor? seen = value.Mask is { } steps ? Ops.ExpandDims(steps, 1) : null;
        if (inputs.Causal) seen = Causal(scores.Shape[1], scores.Shape[2]) is var causal && seen is null ? causal : seen * causal;
        // In single precision the number swallows the score; its gradient stays.
        if (seen is not null) scores = Ops.Where(seen, scores, scores - Ops.StopGradient(scores) - Excluded);
        SymbolicTensor weights = Ops.Softmax(scores);
        if (context.Training && Dropout > 0)
        {
            var drop = new DropoutOp((float)Dropout, (ulong)DrawSeed!.Value, context.NextStream(), weights.Shape);
            weights = Ops.Write(nameof(Dropout), [weights], (g, v) => g.Add(drop, v[0]));
        }
        SymbolicTensor output = Ops.MatMul(weights, value);
        return (query.Mask is { } asked ? Ops.Where(Ops.ExpandDims(asked, -1), output, 0) : output, weights);
    }
}
