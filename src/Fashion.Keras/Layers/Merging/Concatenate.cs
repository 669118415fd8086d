using Fashion.Keras.Configuration;
using Fashion.Keras.Data;

namespace Fashion.Keras.Layers;

/// <summary>Puts its inputs one behind the other along an axis.</summary>
/// <remarks>All other axes must agree. No weights. Source: keras.io/api/layers/merging_layers/concatenate.</remarks>
/// <param name="axis">The axis, counted with the batch axis; -1 for the last.</param>
/// <param name="name">Its name.</param>
public sealed class Concatenate(int axis = -1, string? name = null) : Layer(name)
{
    /// <summary>The axis, counted with the batch axis; -1 for the last.</summary>
    public int Axis { get; } = axis;

    internal static Concatenate FromConfig(ConfigReader config) => new(config.GetInt("axis", -1), config.Name());

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes) => ComputeOutputShapes(inputShapes);

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        Shape first = inputShapes[0];
        int at = Axis < 0 ? Axis + first.Rank : Axis;
        if (at < 0 || at >= first.Rank) throw Mismatch(inputShapes, $"they have no axis {Axis}");
        int size = 0;
        foreach (Shape shape in inputShapes)
        {
            if (shape.Rank != first.Rank || !shape.With(at, 1).IsCompatibleWith(first.With(at, 1))) throw Mismatch(inputShapes, $"all axes but axis {Axis} must agree");
            size = size == Shape.Unknown || shape[at] == Shape.Unknown ? Shape.Unknown : Sizes.Axis((long)size + shape[at], "The joined axis");
        }
        return [first.With(at, size)];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [inputs.Count == 1 ? inputs[0] : Ops.Concatenate(inputs, Axis)];
    }

    private ShapeMismatchException Mismatch(IReadOnlyList<Shape> shapes, string why) =>
        new($"Layer '{Name}' (Concatenate): inputs of shapes {string.Join(" and ", shapes)} cannot be joined along axis {Axis}: {why}.") { LayerName = Name, Received = shapes[^1] };

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("axis", Axis);
    }
}
