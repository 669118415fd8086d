using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Brings every sample to mean 0 and variance 1 over the given axes, then scales and shifts it by learned numbers:
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta.
/// </summary>
/// <remarks>
/// Output of the input's shape, the same in training and inference. Weights gamma and beta of the axes' sizes.
/// Source: Ba et al. 2016; keras.io/api/layers/normalization_layers/layer_normalization.
/// </remarks>
[KerasLayer]
public sealed partial class LayerNormalization : ScaleShiftLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="axis">Axes that are normalized over, counted with the batch axis; null for the last.</param>
    /// <param name="epsilon">Added to the variance, so that the root never is 0.</param>
    /// <param name="center">Whether beta is added.</param>
    /// <param name="scale">Whether gamma is multiplied.</param>
    /// <param name="betaInitializer">Start values of beta; null for zeros.</param>
    /// <param name="gammaInitializer">Start values of gamma; null for ones.</param>
    /// <param name="betaRegularizer">Penalty on beta.</param>
    /// <param name="gammaRegularizer">Penalty on gamma.</param>
    /// <param name="betaConstraint">Rule for beta.</param>
    /// <param name="gammaConstraint">Rule for gamma.</param>
    /// <param name="rmsScaling">
    /// Deprecated option of Keras: y = gamma * x / sqrt(variance + epsilon), not centred and always with gamma and without beta. It is
    /// no root mean square normalization; see <see cref="RMSNormalization"/> for that.
    /// </param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public LayerNormalization(IReadOnlyList<int>? axis = null, double epsilon = 0.001, bool center = true, bool scale = true,
        Initializer? betaInitializer = null, Initializer? gammaInitializer = null, Regularizer? betaRegularizer = null,
        Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null, Constraint? gammaConstraint = null, bool rmsScaling = false, Shape? inputShape = null,
        string? name = null)
        : base(epsilon, center, scale, Beta(betaInitializer, betaRegularizer, betaConstraint),
            Gamma(gammaInitializer, gammaRegularizer, gammaConstraint), inputShape, name)
    {
        Axis = axis ?? [-1];
        RmsScaling = rmsScaling;
    }

    /// <summary>Makes the layer, along one axis.</summary>
    /// <inheritdoc cref="LayerNormalization(IReadOnlyList{int}, double, bool, bool, Initializer?, Initializer?, Regularizer?, Regularizer?, Constraint?, Constraint?, bool, Shape?, string?)"/>
    public LayerNormalization(int axis, double epsilon = 0.001, bool center = true, bool scale = true,
        Initializer? betaInitializer = null, Initializer? gammaInitializer = null, Regularizer? betaRegularizer = null,
        Regularizer? gammaRegularizer = null, Constraint? betaConstraint = null, Constraint? gammaConstraint = null,
        bool rmsScaling = false, Shape? inputShape = null, string? name = null)
        : this([axis], epsilon, center, scale, betaInitializer, gammaInitializer, betaRegularizer, gammaRegularizer,
            betaConstraint, gammaConstraint, rmsScaling, inputShape, name)
    { }

    /// <summary>Axes that are normalized over.</summary>
    public IReadOnlyList<int> Axis { get; private set; }

    /// <summary>Whether x is divided by the root of its variance without being centred, and not shifted.</summary>
    public bool RmsScaling { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        // Keras writes the axes counted from the front once the layer is built.
        Axis = [.. Axes(inputShape)];
        BuildScaleShift(Axis.Select(a => inputShape[a]).ToArray(), Scale || RmsScaling, Center && !RmsScaling);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int[] axes = Axes(inputs.Shape);
        return RmsScaling
            ? ScaleShift(inputs * Ops.Rsqrt(Ops.Var(inputs, axes, keepDimensions: true) + Epsilon),
                inputs.Shape.Select((size, axis) => axes.Contains(axis) ? size : 1).ToArray())
            : Normalize(inputs, axes);
    }

    private int[] Axes(Shape shape) => [.. Axis.Select(shape.Axis).Order()];

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Set("axis", new System.Text.Json.Nodes.JsonArray([.. Axis.Select(a => (System.Text.Json.Nodes.JsonNode)a)]));
        // Not every version of Keras knows it.
        if (RmsScaling) config.Write("rms_scaling", true);
    }
}
