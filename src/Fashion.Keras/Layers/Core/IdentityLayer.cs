namespace Fashion.Keras.Layers;

/// <summary>Passes its inputs on as they are: a placeholder.</summary>
/// <remarks>
/// Any number of inputs, as many outputs of the same shapes; no weights. Keras's name is Identity, which is an initializer here
/// (<see cref="Initializers.Identity"/>). Source: keras.io/api/layers/core_layers/identity.</remarks>
[KerasLayer("Identity")]
public sealed partial class IdentityLayer : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public IdentityLayer(Shape? inputShape = null, string? name = null) : base(name, inputShape) { }

    internal override bool IsBuiltAtOnce => true;

    /// <inheritdoc/>
    public override string ClassName => "Identity";

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes) => inputShapes;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context) => inputs;
}
