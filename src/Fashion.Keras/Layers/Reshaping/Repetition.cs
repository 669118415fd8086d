using Fashion.Keras.Data;

namespace Fashion.Keras.Layers;

/// <summary>Repeats the cells of (batch, spatial..., channels) along the spatial axes, each one as often as the axis says.</summary>
internal static class Repetition
{
    /// <summary>The shape that comes out; unknown sizes stay unknown.</summary>
    public static Shape ShapeOf(Shape channelsLast, Shape times) => channelsLast
        .Select((size, axis) => axis == 0 || axis > times.Rank || size == Shape.Unknown
            ? size
            : Sizes.Product(size, times[axis - 1], "An axis")).ToArray();

    /// <summary>Writes the repetition.</summary>
    public static SymbolicTensor Of(SymbolicTensor x, Shape times)
    {
        Shape shape = x.Shape, spatial = shape[1..^1];
        int[] cells = [shape[0], .. spatial.SelectMany(size => new[] { size, 1 }), shape[^1]];
        int[] repeated = [shape[0], .. spatial.SelectMany((size, axis) => new[] { size, times[axis] }), shape[^1]];
        return Ops.Reshape(Ops.BroadcastTo(Ops.Reshape(x, cells), repeated), ShapeOf(shape, times));
    }
}
