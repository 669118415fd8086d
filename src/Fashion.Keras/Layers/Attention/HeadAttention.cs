using Fashion.Keras.Activations;
using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// What layers of attention by several heads share: projections of query, key and value for every head, scaled dot products, masks, and
/// a projection of what all heads give.
/// </summary>
public abstract class HeadAttention : AttentionLayer
{
    // What PyTorch's attention, which Keras uses where no scores are asked for, adds to those of steps that are not to be seen.
    private const float Excluded = -0.7f * 3.38953e38f;

    private readonly Dropout _dropout;
    private EinsumDense? _gate;
    private Softmax? _softmax;

    private protected HeadAttention(HeadOptions options, string layer) : base(options.Name)
    {
        Options = options.Checked(layer);
        _dropout = new Dropout(options.Dropout, seed: options.Seed);
    }

    /// <summary>Share of the weights of steps that is set to 0 in training.</summary>
    public double Dropout => Options.Dropout;

    /// <summary>Whether projections have a bias.</summary>
    public bool UseBias => Options.UseBias;

    /// <summary>How many steps, its own included, a step of the query looks at to either side; null for all.</summary>
    public int? SlidingWindow => Options.SlidingWindow;

    /// <summary>Whether the output of every head is multiplied by the sigmoid of a projection of the query.</summary>
    public bool UseGate => Options.UseGate;

    /// <summary>Seed that was given; null for a fresh one.</summary>
    public int? Seed => Options.Seed;

    private protected HeadOptions Options { get; }

    private protected EinsumDense QueryDense { get; private set; } = null!;

    private protected EinsumDense KeyDense { get; private set; } = null!;

    private protected EinsumDense ValueDense { get; private set; } = null!;

    private protected EinsumDense OutputDense { get; private set; } = null!;

    /// <summary>Makes the projections, in Keras's order.</summary>
    /// <param name="query">The query's: equation and its shape, then the input's.</param>
    /// <param name="key">The key's.</param>
    /// <param name="gate">The gate's, on the query.</param>
    /// <param name="value">The value's.</param>
    /// <param name="output">That of the result.</param>
    /// <param name="softmaxAxes">Axes of the scores that are the steps of the value.</param>
    private protected void BuildProjections(Projection query, Projection key, Projection gate, Projection value, Projection output,
        int[] softmaxAxes)
    {
        QueryDense = Projected("query", query);
        KeyDense = Projected("key", key);
        if (UseGate) _gate = Projected("gate", gate, "sigmoid");
        ValueDense = Projected("value", value);
        _softmax = Track(new Softmax(softmaxAxes));
        Track(_dropout);
        OutputDense = Projected("attention_output", output);
    }

    private EinsumDense Projected(string name, Projection projection, ActivationFunction? activation = null)
    {
        var dense = new EinsumDense(projection.Equation, projection.OutputShape, activation, UseBias ? projection.BiasAxes : null,
            Options.Kernel.Initializer, Options.Bias.Initializer,
            Options.Kernel.Regularizer, Options.Bias.Regularizer, Options.ActivityRegularizer, Options.Kernel.Constraint,
            Options.Bias.Constraint, name: name);
        if (!Trainable) dense.Trainable = false;
        BuildInside(Track(dense), projection.InputShape);
        return dense;
    }

    /// <summary>What weights files call a layer inside this one, apart from the gate's.</summary>
    private protected string PartOf(Layer child) => child == QueryDense
        ? "query_dense"
        : child == KeyDense ? "key_dense" : child == ValueDense ? "value_dense" : child == OutputDense ? "output_dense"
        : child == _gate ? "gate_dense" : child == _softmax ? "softmax" : "dropout_layer";

    /// <summary>The mask that an input brings along, as it is seen by attention of several heads.</summary>
    private protected static SymbolicTensor? MaskOf(SymbolicTensor? input) => input is { MaskIsGiven: true } ? input.Mask : input?.SeenMask;

    /// <summary>
    /// Everything that says which steps are seen, as one mask that broadcasts to (batch, queries, steps); null for nothing.
    /// </summary>
    private protected SymbolicTensor? SeenSteps(AttentionInputs inputs)
    {
        SymbolicTensor? seen = inputs.Mask is { } given ? 1 - Ops.Equal(given, 0) : null;
        if (MaskOf(inputs.Query) is { } query) And(Ops.ExpandDims(query, -1));
        if (MaskOf(inputs.Value) is { } value) And(Ops.ExpandDims(value, -2));
        if (MaskOf(inputs.Key) is { } key) And(Ops.ExpandDims(key, -2));
        (int queries, int steps) = (inputs.Query.Shape[1], inputs.Value.Shape[1]);
        if (inputs.Causal) And(Causal(queries, steps));
        if (SlidingWindow is { } window) And(Between(queries, steps, (i, j) => Math.Abs(i - j) < window));
        return seen;

        void And(SymbolicTensor mask) => seen = seen is null ? mask : seen * mask;
    }

    /// <summary>What all heads give, without the weights of the steps in memory; null where those are needed.</summary>
    /// <param name="query">Projected query (batch, queries, heads, size), not scaled.</param>
    /// <param name="key">Projected key (batch, steps, groups, size).</param>
    /// <param name="value">Projected value (batch, steps, groups, size).</param>
    /// <param name="seen">Which steps are seen: broadcasts to (batch, heads, queries, steps).</param>
    /// <param name="inputs">What the layer was called with.</param>
    private protected SymbolicTensor? Fused(SymbolicTensor query, SymbolicTensor key, SymbolicTensor value, SymbolicTensor? seen,
        AttentionInputs inputs)
    {
        if (Dropout > 0 || inputs.ReturnScores || query.Shape.Rank != 4 || query.Shape[1] == 0 || key.Shape[1] == 0) return null;
        var op = new AttentionOp((float)(1 / Math.Sqrt(query.Shape[3])), seen is not null);
        SymbolicTensor[] given = [query, key, value, .. seen is null ? [] : (ReadOnlySpan<SymbolicTensor>)[Ops.Where(seen, 0, Excluded)]];
        return Ops.Write("Attention", given, (graph, values) => graph.AddNode(op, values).Outputs[0]);
    }

    /// <summary>The mask with the axes of scores: those that it does not have are there with size 1, before the queries.</summary>
    /// <param name="seen">The mask; null for none.</param>
    /// <param name="rank">Number of axes of the scores.</param>
    /// <param name="beforeQueries">Place of the last axis before the queries, counted from the end.</param>
    private protected static SymbolicTensor? WithAxes(SymbolicTensor? seen, int rank, int beforeQueries)
    {
        while (seen is not null && seen.Shape.Rank < rank) seen = Ops.ExpandDims(seen, Math.Max(beforeQueries, -seen.Shape.Rank - 1));
        return seen;
    }

    /// <summary>The weights of the steps: the softmax of the scores over those that are seen.</summary>
    /// <param name="scores">Scaled scores, the axes of queries and then of steps last.</param>
    /// <param name="seen">Which steps are seen, of the scores' rank.</param>
    /// <param name="exact">Whether a step that sees nothing gets no weights, and not equal ones: Keras's way where it gives scores, drops
    /// some, or has more axes than four.</param>
    /// <param name="context">Training or not.</param>
    private protected SymbolicTensor StepWeights(SymbolicTensor scores, SymbolicTensor? seen, bool exact, CallContext context)
    {
        if (exact) return _softmax!.Apply(scores.WithMask(seen), context).WithMask(null);
        return _softmax!.Apply(seen is null ? scores : scores + Ops.Where(seen, 0, Excluded), context);
    }

    /// <summary>The weights in training: some of them 0.</summary>
    private protected SymbolicTensor Dropped(SymbolicTensor weights, CallContext context) =>
        Dropout > 0 ? _dropout.Apply(weights, context) : weights;

    /// <summary>Projects what all heads give.</summary>
    private protected SymbolicTensor Joined(SymbolicTensor heads, SymbolicTensor query, CallContext context) =>
        OutputDense.Apply(_gate is null ? heads : heads * _gate.Apply(query, context), context);

    /// <summary>A tensor without a mask: projections neither use nor hand on one.</summary>
    private protected static SymbolicTensor Bare(SymbolicTensor tensor) => tensor.Mask is null ? tensor : tensor.WithMask(null);

    /// <summary>Checks what query, value and key have in common.</summary>
    private protected void CheckSteps(Shape value, Shape key)
    {
        if (!value[1..^1].Zip(key[1..^1])
            .All(sizes => sizes.First == sizes.Second || sizes.First == Shape.Unknown || sizes.Second == Shape.Unknown))
            throw Misfit($"value {value} and key {key} must have the same sizes, save for the last one", key);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        Options.WriteTo(config);
    }

    /// <summary>One projection.</summary>
    private protected sealed record Projection(string Equation, Shape OutputShape, string BiasAxes, Shape InputShape);
}
