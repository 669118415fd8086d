using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Sums the products of two inputs along one axis of each, sample by sample.</summary>
/// <remarks>
/// Inputs (batch, ..., k, ...) and (batch, ..., k, ...), output (batch, rest of the first, rest of the second); (batch, 1) for two
/// rows of numbers. With <see cref="Normalize"/> the products are cosines. No weights. Source: keras.io/api/layers/merging_layers/dot.
/// </remarks>
[KerasLayer]
[WithoutMethod]
public sealed partial class Dot : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="axes">The axis that is summed, of both inputs, or one for each; counted with the batch axis.</param>
    /// <param name="normalize">Whether both are scaled to length 1 along their axis first.</param>
    /// <param name="name">Its name.</param>
    public Dot(Size2D axes, bool normalize = false, string? name = null) : base(name) =>
        (Axes, Normalize) = ((axes.Height, axes.Width), normalize);

    /// <summary>The axes that are summed.</summary>
    public (int First, int Second) Axes { get; }

    /// <summary>Whether both are scaled to length 1 along their axis first.</summary>
    public bool Normalize { get; }

    internal static Dot FromConfig(ConfigReader config)
    {
        IReadOnlyList<int> axes = config.GetAxes("axes") ?? throw config.Wrong("axes", "one axis or two");
        return new Dot(axes.Count == 2 ? (axes[0], axes[1]) : axes[0], config.GetBool("normalize", false), config.Name());
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes) => ComputeOutputShapes(inputShapes);

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        if (inputShapes.Count != 2)
            throw new ArgumentException($"Layer '{Name}' (Dot) takes exactly two inputs, but got {inputShapes.Count}.");
        (Shape left, Shape right) = (inputShapes[0], inputShapes[1]);
        int first = left.Axis(Axes.First), second = right.Axis(Axes.Second);
        if (left.Rank < 2 || right.Rank < 2 || first == 0 || second == 0 || left[first] != right[second])
            throw new ShapeMismatchException($"Layer '{Name}' (Dot): axes {Axes} of inputs {left} and {right} cannot be summed together; " +
                "they must have equal sizes, after the batch axis.")
            { LayerName = Name, Received = right };
        int[] sizes = [left[0], .. left.Skip(1).Where((_, i) => i + 1 != first), .. right.Skip(1).Where((_, i) => i + 1 != second)];
        return [sizes.Length == 1 ? [sizes[0], 1] : sizes];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Shape output = ComputeOutputShapes([inputs[0].Shape, inputs[1].Shape])[0];
        SymbolicTensor left = Rows(inputs[0], Axes.First), right = Rows(inputs[1], Axes.Second);
        return [Ops.Reshape(Ops.MatMul(left, right, transposeY: true), output)];
    }

    // (batch, everything else, summed axis).
    private SymbolicTensor Rows(SymbolicTensor x, int axis)
    {
        Shape shape = x.Shape;
        int at = shape.Axis(axis);
        if (Normalize) x *= Ops.Rsqrt(Ops.Maximum(Ops.Sum(Ops.Square(x), at, keepDimensions: true), 1e-12));
        int[] order = [.. Enumerable.Range(0, shape.Rank).Where(a => a != at), at];
        SymbolicTensor last = at == shape.Rank - 1 ? x : Ops.Transpose(x, order);
        return Ops.Reshape(last, [shape[0], shape[1..].ElementCount / Math.Max(1, shape[at]), shape[at]]);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        base.WriteConfig(config);
        if (Axes.First == Axes.Second) config.Write("axes", Axes.First);
        else config.WriteAxes("axes", [Axes.First, Axes.Second]);
        config.Write("normalize", Normalize);
    }
}
