namespace Fashion.Keras.Layers;

/// <summary>
/// What element-wise merges share: two or more inputs, combined with broadcasting of axes of size 1. Inputs with fewer axes
/// get axes of size 1 after the batch axis. A step is there in the output where it is there in any input; with an input that has
/// no mask the output has none.
/// </summary>
public abstract class MergeLayer : Layer
{
    private protected MergeLayer(string? name) : base(name) { }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <summary>Writes the merge of inputs that have the same number of axes.</summary>
    private protected abstract SymbolicTensor Merge(IReadOnlyList<SymbolicTensor> inputs);

    /// <summary>Checks how many inputs there are.</summary>
    private protected virtual void CheckCount(int count)
    {
        if (count < 2) throw new ArgumentException($"Layer '{Name}' ({ClassName}) merges two or more inputs, but got {count}.");
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes) => ComputeOutputShapes(inputShapes);

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        CheckCount(inputShapes.Count);
        int rank = inputShapes.Max(s => s.Rank);
        int[] sizes = [.. Align(inputShapes[0], rank)];
        foreach (Shape shape in inputShapes.Skip(1))
        {
            Shape other = Align(shape, rank);
            for (int axis = 0; axis < rank; axis++)
            {
                if (sizes[axis] != other[axis] && sizes[axis] > 1 && other[axis] > 1)
                    throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}): inputs of shapes " +
                        $"{string.Join(" and ", inputShapes)} do not fit together; sizes must be equal or 1.")
                    { LayerName = Name, Received = shape };
                if (sizes[axis] == 1 || (sizes[axis] == Shape.Unknown && other[axis] > 1)) sizes[axis] = other[axis];
            }
        }
        return [sizes];
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ComputeOutputShapes([.. inputs.Select(i => i.Shape)]);
        int rank = inputs.Max(i => i.Shape.Rank);
        return [Merge([.. inputs.Select(i => i.Shape.Rank == rank ? i : Ops.Reshape(i, Align(i.Shape, rank)))])];
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<SymbolicTensor?> ComputeMasks(IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [inputs.Select(i => i.Mask).Aggregate(AnyOf)];
    }

    /// <summary>1 where either mask has 1; null where either is.</summary>
    internal static SymbolicTensor? AnyOf(SymbolicTensor? left, SymbolicTensor? right) =>
        left is null || right is null ? null : Ops.Maximum(left, right);

    /// <summary>The mask of an input with a last axis of 1, so that it broadcasts along the input; null for none.</summary>
    internal static SymbolicTensor? Along(SymbolicTensor input) => input.Mask is { } mask ? Ops.ExpandDims(mask, -1) : null;

    private static Shape Align(Shape shape, int rank) =>
        shape.Rank is 0 || shape.Rank == rank ? shape : (int[])[shape[0], .. Enumerable.Repeat(1, rank - shape.Rank), .. shape[1..]];
}
