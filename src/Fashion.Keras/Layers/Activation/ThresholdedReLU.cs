using Fashion.Keras.Internal;

namespace Fashion.Keras.Layers;

/// <summary>x above theta, 0 elsewhere.</summary>
/// <remarks>
/// Output of the input's shape; no weights. A layer of Keras 1 and 2: Keras 3 has it no longer and does not open files with it;
/// there <see cref="Layers.ReLU"/> with a threshold is the same function. Source: Konda et al. 2015; the documentation of Keras 2.
/// </remarks>
[KerasLayer]
public sealed partial class ThresholdedReLU : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="theta">Where the positive part begins, &gt;= 0.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="theta"/> is negative.</exception>
    public ThresholdedReLU(double theta = 1, Shape? inputShape = null, string? name = null) : base(name, inputShape) =>
        Theta = Guard.InRange(theta, 0, double.MaxValue, nameof(ThresholdedReLU));

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) =>
        Ops.Where(Ops.Greater(inputs, Theta), inputs, 0);
}
