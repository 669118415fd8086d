namespace Fashion.Keras.Initializers;

/// <summary>
/// How many numbers flow into and out of one unit of a weight, by Keras's rule: (rows, columns) of a matrix; for kernels the
/// last two axes times the receptive field, the product of all others.
/// </summary>
/// <param name="In">Inputs per unit.</param>
/// <param name="Out">Units per input.</param>
internal readonly record struct Fans(int In, int Out)
{
    /// <summary>The fans of a weight.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="inputAxes">Axes that count as inputs; with one of both lists missing the usual rule holds.</param>
    /// <param name="outputAxes">Axes that count as outputs.</param>
    public static Fans Of(Shape shape, IReadOnlyList<int>? inputAxes = null, IReadOnlyList<int>? outputAxes = null)
    {
        if (inputAxes is not null && outputAxes is not null) return new(Product(inputAxes), Product(outputAxes));
        if (shape.Rank < 2) return shape.Rank == 0 ? new(1, 1) : new(shape[0], shape[0]);
        int receptive = shape[..^2].ElementCount;
        return new(shape[^2] * receptive, shape[^1] * receptive);

        int Product(IReadOnlyList<int> axes) => axes.Aggregate(1, (product, axis) => product * shape[shape.Axis(axis)]);
    }
}
