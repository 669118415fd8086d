using Fashion.Keras.Data;

namespace Fashion.Keras.Layers;

/// <summary>Concatenates its inputs along an axis.</summary>
/// <remarks>
/// All other axes must agree. Of the masks, a missing one counts as all there; they are concatenated too, or along the last axis
/// a step is there where it is there in any input. No weights. Source: keras.io/api/layers/merging_layers/concatenate.
/// </remarks>
/// <param name="axis">The axis, counted with the batch axis; -1 for the last.</param>
/// <param name="name">Its name.</param>
[KerasLayer]
[WithoutMethod]
public sealed partial class Concatenate(int axis = -1, string? name = null) : Layer(name)
{
    /// <summary>The axis, counted with the batch axis; -1 for the last.</summary>
    public int Axis { get; } = axis;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes) => ComputeOutputShapes(inputShapes);

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes) => Named(() => OutputShapes(inputShapes));

    private IReadOnlyList<Shape> OutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        Shape first = inputShapes[0];
        int at = Axis < 0 ? Axis + first.Rank : Axis;
        if (at < 0 || at >= first.Rank) throw Mismatch(inputShapes, $"they have no axis {Axis}");
        int size = 0;
        foreach (Shape shape in inputShapes)
        {
            if (shape.Rank != first.Rank || !shape.With(at, 1).IsCompatibleWith(first.With(at, 1)))
                throw Mismatch(inputShapes, $"all axes but axis {Axis} must agree");
            size = size == Shape.Unknown || shape[at] == Shape.Unknown
                ? Shape.Unknown
                : Sizes.Axis((long)size + shape[at], "The joined axis");
        }
        return [first.With(at, size)];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [inputs.Count == 1 ? inputs[0] : Ops.Concatenate(inputs, Axis)];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor?> ComputeMasks(IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.All(i => i.Mask is null)) return [null];
        SymbolicTensor[] masks = [.. inputs.Select(i => i.Mask ?? Ops.BroadcastTo(1, i.Shape[..^1]))];
        return [inputs[0].Shape.Axis(Axis) == inputs[0].Shape.Rank - 1
            ? masks.Aggregate(Ops.Maximum)
            : Ops.Concatenate(masks, inputs[0].Shape.Axis(Axis))];
    }

    private ShapeMismatchException Mismatch(IReadOnlyList<Shape> shapes, string why) =>
        new($"Layer '{Name}' (Concatenate): inputs of shapes {string.Join(" and ", shapes)} cannot be joined along axis {Axis}: {why}.")
        { LayerName = Name, Received = shapes[^1] };
}
