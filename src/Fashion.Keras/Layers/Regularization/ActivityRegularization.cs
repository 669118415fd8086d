using Fashion.Keras.Internal;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Passes its input on and adds a penalty on it to the loss: (l1 * sum(|x|) + l2 * sum(x^2)) / batch size.</summary>
/// <remarks>
/// Output of the input's shape; no weights. Source: keras.io/api/layers/regularization_layers/activity_regularization.
/// </remarks>
[KerasLayer]
public sealed partial class ActivityRegularization : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="l1">Strength of the sum of sizes, &gt;= 0.</param>
    /// <param name="l2">Strength of the sum of squares, &gt;= 0.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A strength is negative.</exception>
    public ActivityRegularization(double l1 = 0, double l2 = 0, Shape? inputShape = null, string? name = null) : base(name, inputShape)
    {
        L1 = Guard.InRange(l1, 0, double.MaxValue, nameof(ActivityRegularization));
        L2 = Guard.InRange(l2, 0, double.MaxValue, nameof(ActivityRegularization));
        ActivityRegularizer = new L1L2(l1, l2);
    }

    internal override bool IsBuiltAtOnce => true;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs;

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("l1", L1).Write("l2", L2).Json.Remove("activity_regularizer");
    }
}
