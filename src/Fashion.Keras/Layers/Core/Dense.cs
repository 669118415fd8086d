using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Internal;
using Fashion.Keras.Regularizers;

namespace Fashion.Keras.Layers;

/// <summary>
/// Every output is a weighted sum of all inputs plus a bias: y = activation(x . kernel + bias).
/// </summary>
/// <remarks>
/// Input (batch, ..., features), output (batch, ..., units). Weights: kernel (features, units), bias (units,).
/// With more than two axes the product is taken over the last one. Source: keras.io/api/layers/core_layers/dense.
/// </remarks>
[KerasLayer]
public sealed partial class Dense : AdaptableLayer
{
    private Variable? _kernel, _bias;

    /// <summary>Makes a dense layer.</summary>
    /// <param name="units">Number of outputs, positive.</param>
    /// <param name="activation">Function applied to the outputs; null for none.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">Start values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">Start values of the bias; null for zeros.</param>
    /// <param name="kernelRegularizer">Penalty on the kernel.</param>
    /// <param name="biasRegularizer">Penalty on the bias.</param>
    /// <param name="activityRegularizer">Penalty on the output, divided by the batch size.</param>
    /// <param name="kernelConstraint">Rule for the kernel.</param>
    /// <param name="biasConstraint">Rule for the bias.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is not positive.</exception>
    public Dense(int units, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
        Shape? inputShape = null, string? name = null)
        : base(name, inputShape)
    {
        Units = Guard.Positive(units, nameof(Dense));
        Activation = activation;
        UseBias = useBias;
        KernelInitializer = kernelInitializer ?? new GlorotUniform();
        BiasInitializer = biasInitializer ?? new Zeros();
        KernelRegularizer = kernelRegularizer;
        BiasRegularizer = biasRegularizer;
        ActivityRegularizer = activityRegularizer;
        KernelConstraint = kernelConstraint;
        BiasConstraint = biasConstraint;
    }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool TakesLora => true;

    internal override bool UsesLoraAlphaOfConstruction => false;

    internal override Variable? LoraWeight => _kernel;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        if (inputShape.Rank < 2)
            throw new ShapeMismatchException(
                $"Layer '{Name}' (Dense, {Units} units) needs inputs (batch, ..., features), but got {inputShape}.")
            { LayerName = Name, Received = inputShape };
        _kernel = AddWeight("kernel", new[] { inputShape[^1], Units }, KernelInitializer, regularizer: KernelRegularizer,
            constraint: KernelConstraint);
        if (UseBias)
            _bias = AddWeight("bias", new[] { Units }, BiasInitializer, regularizer: BiasRegularizer, constraint: BiasConstraint);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        return inputShape.With(inputShape.Rank - 1, Units);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        SymbolicTensor y = Ops.MatMul(inputs, Adapted(_kernel!));
        if (_bias is not null) y += _bias;
        return Activation is null ? y : Activation.Apply(y);
    }
}
