using System.Collections.Concurrent;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

// Uses of a layer, and arguments by name.
public abstract partial class Layer
{
    // Uses with arguments on values, so that each is compiled once.
    private readonly ConcurrentDictionary<string, LayerUse> _uses = new(StringComparer.Ordinal);

    /// <summary>How Keras calls the layer.</summary>
    internal virtual CallForm Form => CallForm.Plain;

    /// <summary>Writes what a use with arguments computes.</summary>
    private protected virtual IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, LayerArguments arguments,
        CallContext context) => Call(inputs, context);

    /// <summary>Shapes of the outputs of a use with arguments.</summary>
    internal virtual IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes, LayerArguments arguments) =>
        ComputeOutputShapes(inputShapes);

    /// <summary>Uses the layer with arguments.</summary>
    /// <param name="inputs">What to apply it to.</param>
    /// <param name="arguments">Names of the inputs, and flags.</param>
    /// <param name="context">Inside <c>Call</c>: the context that was given there.</param>
    /// <param name="masks">Masks by input, instead of those that the inputs bring along; null for none.</param>
    internal IReadOnlyList<SymbolicTensor> Apply(IReadOnlyList<SymbolicTensor> inputs, LayerArguments arguments, CallContext? context,
        IReadOnlyList<SymbolicTensor?>? masks = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        for (int i = 0; i < inputs.Count; i++)
            if (inputs[i] is null)
                throw new ArgumentException($"Layer '{Name}' ({ClassName}): input {i} of {inputs.Count} is null.", nameof(inputs));
        arguments = arguments.NamedBy(Form, inputs.Count);
        if (GraphBuilder.Current is not { } graph || inputs.Any(i => i is LayerOutput))
            return inputs.Count > 0
                && TakenAsValues(inputs, arguments, arguments.Training ?? context?.Training ?? false, masks) is { } values
                ? values
                : Connect(inputs, arguments, masks);
        if (masks is not null) inputs =
            [.. inputs.Select((input, i) => i < masks.Count && masks[i] is { } mask ? input.WithMask(mask, given: true) : input)];
        EnsureBuilt(arguments.Shapes([.. inputs.Select(i => i.Shape.Rank > 0 ? i.Shape.With(0, Shape.Unknown) : i.Shape)]));
        context = (context ?? CallContext.Default ?? new CallContext(training: false)).With(arguments.Training);
        context.Applied?.Add(this);
        using (graph.In(Name)) return CallIn(inputs, context, () => Call(inputs, arguments, context));
    }

    /// <summary>Adds a use of the layer to a functional model.</summary>
    /// <param name="inputs">Tensors between layers.</param>
    /// <param name="arguments">Names of the inputs, and flags.</param>
    /// <param name="masks">Masks of the inputs instead of those that they bring along; null for none.</param>
    internal IReadOnlyList<SymbolicTensor> Connect(IReadOnlyList<SymbolicTensor> inputs, LayerArguments arguments,
        IReadOnlyList<SymbolicTensor?>? masks = null)
    {
        arguments = arguments.NamedBy(Form, inputs.Count);
        LayerOutput[] sources = [.. inputs.Select(Source)];
        CheckSources(sources);
        Shape[] shapes = [.. sources.Select(s => s.Shape)];
        EnsureBuilt(arguments.Shapes(shapes));
        LayerOutput?[]? given = masks is not null && masks.Any(m => m is not null)
            ? [.. masks.Select(m => m is null ? null : Source(m))]
            : null;
        var node = new LayerNode { Layer = this, Index = _nodes.Count, Inputs = sources, Arguments = arguments, Masks = given };
        node.Outputs = [.. OutputShapesFor(shapes, arguments).Select((shape, i) => new LayerOutput(node, i, shape))];
        _nodes.Add(node);
        return node.Outputs;

        LayerOutput Source(SymbolicTensor input) =>
            input as LayerOutput ?? throw new ArgumentException($"Layer '{Name}' can be applied to the tensors of a functional model " +
                $"(start with Input.Of), not to {input}.", nameof(inputs));
    }

    private IReadOnlyList<SymbolicTensor>? TakenAsValues(IReadOnlyList<SymbolicTensor> inputs, LayerArguments arguments, bool training,
        IReadOnlyList<SymbolicTensor?>? masks)
    {
        bool masked = masks is not null && masks.Any(m => m is not null);
        if (!masked && arguments.Flags.Count == 0 && arguments.Names.SequenceEqual(Form.NamesOf(inputs.Count)))
            return inputs[0].TakenBy(this, inputs, training);
        var use = new LayerUse(this, arguments, inputs.Count, masked ? [.. masks!.Select(m => m is not null)] : []);
        LayerUse known = _uses.GetOrAdd(use.Key, use);
        return inputs[0].TakenBy(known, masked ? [.. inputs, .. masks!.OfType<SymbolicTensor>()] : inputs, training);
    }

    // Sizes that cannot be are found here, when the layer is added, not when it runs.
    private IReadOnlyList<Shape> OutputShapesFor(IReadOnlyList<Shape> inputShapes, LayerArguments arguments) => Named(() =>
    {
        IReadOnlyList<Shape> shapes = ComputeOutputShapes(inputShapes, arguments);
        foreach (Shape shape in shapes) Data.Sizes.Count(shape.AsSpan(), "Its output");
        return shapes;
    });
}
