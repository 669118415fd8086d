using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Splits the channels into groups and brings each group of every sample to mean 0 and variance 1, then scales and shifts every
/// channel by learned numbers.
/// </summary>
/// <remarks>
/// Output of the input's shape, the same in training and inference. Weights gamma and beta (channels,).
/// Source: Wu and He 2018; keras.io/api/layers/normalization_layers/group_normalization.
/// </remarks>
[KerasLayer]
public sealed partial class GroupNormalization : ScaleShiftLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="groups">Number of groups; it divides the channels. -1 for one group per channel.</param>
    /// <param name="axis">The channel axis, counted with the batch axis.</param>
    /// <param name="epsilon">Added to the variance, so that the root never is 0.</param>
    /// <param name="center">Whether beta is added.</param>
    /// <param name="scale">Whether gamma is multiplied.</param>
    /// <param name="betaInitializer">Start values of beta; null for zeros.</param>
    /// <param name="gammaInitializer">Start values of gamma; null for ones.</param>
    /// <param name="betaRegularizer">Penalty on beta.</param>
    /// <param name="gammaRegularizer">Penalty on gamma.</param>
    /// <param name="betaConstraint">Rule for beta.</param>
    /// <param name="gammaConstraint">Rule for gamma.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public GroupNormalization(int groups = 32, int axis = -1, double epsilon = 0.001, bool center = true, bool scale = true,
        Initializer? betaInitializer = null, Initializer? gammaInitializer = null, Regularizer? betaRegularizer = null,
        Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null, Constraint? gammaConstraint = null, Shape? inputShape = null, string? name = null)
        : base(epsilon, center, scale, Beta(betaInitializer, betaRegularizer, betaConstraint),
            Gamma(gammaInitializer, gammaRegularizer, gammaConstraint), inputShape, name)
    {
        if (groups is < 1 and not -1) throw new ArgumentOutOfRangeException(nameof(groups), groups,
            $"GroupNormalization: groups must be positive, or -1 for one per channel, not {groups}.");
        Groups = groups;
        Axis = axis;
    }

    /// <summary>Number of groups; -1 for one per channel.</summary>
    public int Groups { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        int channels = inputShape[inputShape.Axis(Axis)];
        if (Groups > 0 && channels % Groups != 0)
            throw new ShapeMismatchException($"Layer '{Name}' (GroupNormalization): {channels} channels cannot be split into " +
                $"{Groups} groups; the input is {inputShape}.")
            { LayerName = Name, Received = inputShape };
        BuildScaleShift([channels]);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Shape shape = inputs.Shape;
        int at = shape.Axis(Axis), groups = Groups > 0 ? Groups : shape[at];
        SymbolicTensor split = Ops.Reshape(inputs, (int[])[.. shape[..at], groups, shape[at] / groups, .. shape[(at + 1)..]]);
        int[] within = [.. Enumerable.Range(1, split.Shape.Rank - 1).Where(axis => axis != at)];
        return ScaleShift(Ops.Reshape(Standardize(split, within), shape),
            shape.Select((size, axis) => axis == at ? size : 1).ToArray());
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("groups", Groups).Write("axis", Axis);
    }
}
