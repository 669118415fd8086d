using Fashion.Keras.Activations;

namespace Fashion.Keras.Layers;

/// <summary>Exponential linear unit: x above 0, alpha * (e^x - 1) elsewhere.</summary>
/// <remarks>Output of the input's shape; no weights. Source: keras.io/api/layers/activation_layers.</remarks>
[KerasLayer]
public sealed partial class ELU : Layer
{
    private readonly Elu _function;

    /// <summary>Makes the layer.</summary>
    /// <param name="alpha">Size of the negative part.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public ELU(double alpha = 1, Shape? inputShape = null, string? name = null) : base(name, inputShape) => _function = new Elu(alpha);

    /// <summary>Size of the negative part.</summary>
    public double Alpha => _function.Alpha;

    internal override bool IsBuiltAtOnce => true;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => _function.Apply(inputs);
}
