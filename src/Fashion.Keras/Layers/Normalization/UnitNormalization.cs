namespace Fashion.Keras.Layers;

/// <summary>Scales every sample to length 1: x / sqrt(sum of x^2) along the axes. Zeros stay zeros.</summary>
/// <remarks>Output of the input's shape; no weights. Source: keras.io/api/layers/normalization_layers/unit_normalization.</remarks>
[KerasLayer]
public sealed partial class UnitNormalization : Layer
{
    private const float SmallestSquare = 1e-24f;

    /// <summary>Makes the layer.</summary>
    /// <param name="axis">Axes that the length is taken over, counted with the batch axis; null for the last.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public UnitNormalization(IReadOnlyList<int>? axis = null, Shape? inputShape = null, string? name = null) : base(name, inputShape) =>
        Axis = axis ?? [-1];

    /// <summary>Makes the layer, along one axis.</summary>
    /// <inheritdoc cref="UnitNormalization(IReadOnlyList{int}, Shape?, string?)"/>
    public UnitNormalization(int axis, Shape? inputShape = null, string? name = null)
        : this([axis], inputShape, name)
    { }

    internal override bool IsBuiltAtOnce => true;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) =>
        inputs * Ops.Rsqrt(Ops.Maximum(Ops.Sum(Ops.Square(inputs), [.. Axis], keepDimensions: true), SmallestSquare));
}
