namespace Fashion.Keras.Layers;

/// <summary>exp(x) / sum(exp(x)) along one axis or several: positive numbers that sum to 1.</summary>
/// <remarks>
/// Output of the input's shape; no weights. A mask must fit the last axes of the input: what is missing gets 0 and takes no part
/// in the sum. <see cref="Layer.ApplyMasked"/> gives it one. Source: keras.io/api/layers/activation_layers/softmax.
/// </remarks>
[KerasLayer]
public sealed partial class Softmax : Layer
{
    // What stands for "not there" before the exponential; minus infinity would give NaN where a whole row is missing.
    private const float Excluded = -1e9f;

    /// <summary>Makes the layer.</summary>
    /// <param name="axis">Axes that the sum runs over, counted with the batch axis; null for the last.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public Softmax(IReadOnlyList<int>? axis = null, Shape? inputShape = null, string? name = null) : base(name, inputShape) =>
        Axis = axis ?? [-1];

    /// <summary>Makes the layer, along one axis.</summary>
    /// <inheritdoc cref="Softmax(IReadOnlyList{int}, Shape?, string?)"/>
    public Softmax(int axis, Shape? inputShape = null, string? name = null)
        : this([axis], inputShape, name)
    { }

    internal override bool IsBuiltAtOnce => true;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool IsCalledWithMask => true;

    // A mask is laid along the last axes of the whole batch.
    internal override bool MixesSamples(bool training, bool masked) => masked || base.MixesSamples(training, masked);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Mask is not { } mask) return Normalize(inputs);
        CheckMask(mask.Shape, inputs.Shape);
        if (inputs.MaskIsGiven) mask = Ops.Greater(mask, 0.5);
        return Ops.Where(mask, Normalize(Ops.Where(mask, inputs, Excluded)), 0);
    }

    // Keras lays the mask over the last axes, other layers over the first ones.
    private void CheckMask(Shape mask, Shape inputs)
    {
        bool fits = mask.Rank <= inputs.Rank;
        for (int i = 1; fits && i <= mask.Rank; i++) fits = mask[^i] == 1 || mask[^i] == inputs[^i];
        if (!fits) throw new ShapeMismatchException($"Layer '{Name}' (Softmax) got a mask of shape {mask} that does not fit the last " +
            $"axes of its inputs {inputs}. Use Activation(\"softmax\"), which does not use the mask.")
        { LayerName = Name, Received = mask };
    }

    private SymbolicTensor Normalize(SymbolicTensor inputs) =>
        Axis.Count == 1 ? Ops.Softmax(inputs, Axis[0]) : Ops.Softmax(inputs, [.. Axis]);
}
