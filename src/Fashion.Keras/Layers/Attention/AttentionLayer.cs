using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>
/// What attention layers share: every step of a query takes a mean of the steps of a value, weighted by how well the step of the query fits
/// those of a key, which is the value unless given. The mask of the output is that of the query.
/// </summary>
public abstract class AttentionLayer : Layer
{
    private protected const string Query = "query", Value = "value", Key = "key", GivenMask = "attention_mask";

    private protected AttentionLayer(string? name) : base(name) { }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected sealed override void Build(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        CheckedNames(inputShapes, LayerArguments.None);
        Build(inputShapes[0], inputShapes[1], inputShapes.Count > 2 ? inputShapes[2] : inputShapes[1]);
    }

    /// <summary>Makes the weights.</summary>
    private protected abstract void Build(Shape query, Shape value, Shape key);

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape) => ComputeOutputShapes([inputShape])[0];

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        return ComputeOutputShapes(inputShapes, LayerArguments.None);
    }

    internal sealed override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes, LayerArguments arguments)
    {
        arguments = CheckedNames(inputShapes, arguments);
        (Shape query, Shape value) = (inputShapes[0], inputShapes[1]);
        Shape key = arguments.Find(inputShapes, Key) ?? value;
        Shape output = OutputShape(query, value, key);
        if (arguments.Find(inputShapes, GivenMask) is { } mask) CheckMask(mask, query, key);
        return arguments.Has(CallForm.ReturnScores) ? [output, ScoresShape(query, key)] : [output];
    }

    // Masks of images are looked at when they are used.
    private void CheckMask(Shape mask, Shape query, Shape key)
    {
        if (query.Rank != 3 || key.Rank != 3) return;
        bool fits = mask.Rank is > 0 and < 5 && Fits(mask[^1], key[1]) && (mask.Rank < 2 || Fits(mask[^2], query[1]));
        if (!fits) throw Misfit($"attentionMask must have the shape (batch, {query[1]}, {key[1]}), the steps of the query and of the " +
            $"key, or one that broadcasts to it, but is {mask}", mask);

        static bool Fits(int size, int steps) => size == steps || size == 1 || size == Shape.Unknown || steps == Shape.Unknown;
    }

    /// <summary>Shape of the output; checks that the inputs fit together.</summary>
    private protected abstract Shape OutputShape(Shape query, Shape value, Shape key);

    /// <summary>Shape of the scores.</summary>
    private protected abstract Shape ScoresShape(Shape query, Shape key);

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Call(inputs, LayerArguments.None, context);
    }

    private protected sealed override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, LayerArguments arguments,
        CallContext context)
    {
        Shape[] shapes = [.. inputs.Select(i => i.Shape)];
        ComputeOutputShapes(shapes, arguments);
        arguments = CheckedNames(shapes, arguments);
        (SymbolicTensor output, SymbolicTensor? scores) =
            Attend(new AttentionInputs(inputs[0], inputs[1], arguments.Find(inputs, Key), arguments.Find(inputs, GivenMask),
                arguments.Has(CallForm.CausalMask), arguments.Has(CallForm.ReturnScores)), context);
        return arguments.Has(CallForm.ReturnScores) ? [output, scores!] : [output];
    }

    /// <summary>Writes the output and, where they are asked for, the scores.</summary>
    private protected abstract (SymbolicTensor Output, SymbolicTensor? Scores) Attend(AttentionInputs inputs, CallContext context);

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<SymbolicTensor?> ComputeMasks(IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [inputs[0].Mask];
    }

    /// <summary>Uses the layer, between layers or inside another one's <c>Call</c>.</summary>
    private protected IReadOnlyList<SymbolicTensor> Use(AttentionInputs inputs, IReadOnlyList<SymbolicTensor?> masks, bool? training,
        CallContext? context)
    {
        ArgumentNullException.ThrowIfNull(inputs.Query, Query);
        ArgumentNullException.ThrowIfNull(inputs.Value, Value);
        (string Name, SymbolicTensor? Tensor)[] given =
            [(Query, inputs.Query), (Value, inputs.Value), (Key, inputs.Key), (GivenMask, inputs.Mask)];
        given = [.. given.Where(g => g.Tensor is not null)];
        string[] flags =
            [.. (ReadOnlySpan<string>)[inputs.ReturnScores ? CallForm.ReturnScores : "", inputs.Causal ? CallForm.CausalMask : ""]];
        return Apply([.. given.Select(g => g.Tensor!)],
            new LayerArguments([.. given.Select(g => g.Name)], [.. flags.Where(f => f.Length > 0)]) { Training = training }, context,
            masks);
    }

    /// <summary>
    /// 1 where a step of the query may look at a step of the value: at those that are not after it. Shape (1, steps, steps).
    /// </summary>
    private protected static SymbolicTensor Causal(int querySteps, int valueSteps) => Between(querySteps, valueSteps, (i, j) => j <= i);

    /// <summary>1 where a rule lets a step of the query look at a step of the value.</summary>
    private protected static SymbolicTensor Between(int querySteps, int valueSteps, Func<int, int, bool> rule) =>
        Ops.Fixed([1, querySteps, valueSteps],
            [.. Enumerable.Range(0, querySteps).SelectMany(i => Enumerable.Range(0, valueSteps).Select(j => rule(i, j) ? 1f : 0))]);

    private LayerArguments CheckedNames(IReadOnlyList<Shape> shapes, LayerArguments arguments)
    {
        arguments = arguments.NamedBy(CallForm.Attention, shapes.Count);
        return arguments.Names is [Query, Value, ..] && arguments.Names.Count == shapes.Count ? arguments
            : throw new ArgumentException($"Layer '{Name}' ({ClassName}) takes a query, a value and, if it differs from the value, a " +
                $"key, but got {shapes.Count} input(s): {string.Join(", ", shapes)}.");
    }

    /// <summary>An error about shapes that do not fit.</summary>
    private protected ShapeMismatchException Misfit(string what, Shape received) =>
        new($"Layer '{Name}' ({ClassName}): {what}.") { LayerName = Name, Received = received };
}
