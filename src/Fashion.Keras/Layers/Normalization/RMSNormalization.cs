using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Divides every sample by the root of its mean square over the given axes, then scales it by learned numbers: y = scale * x /
/// sqrt(mean(x^2) + epsilon).
/// </summary>
/// <remarks>
/// Output of the input's shape, the same in training and inference. Weight scale of the axes' sizes, which starts at 1.
/// Source: Zhang and Sennrich 2019; keras.io/api/layers/normalization_layers/rms_normalization.
/// </remarks>
[KerasLayer]
public sealed partial class RMSNormalization : Layer
{
    private Variable? _scale;

    /// <summary>Makes the layer.</summary>
    /// <param name="axis">Axes that the mean runs over, counted with the batch axis; null for the last. Several must be neighbours up
    /// to the last one, so that scale fits.</param>
    /// <param name="epsilon">Added to the mean square, so that the root never is 0.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is negative.</exception>
    public RMSNormalization(IReadOnlyList<int>? axis = null, double epsilon = 1e-6, Shape? inputShape = null, string? name = null)
        : base(name, inputShape)
    {
        Axis = axis ?? [-1];
        Epsilon = Guard.InRange(epsilon, 0, double.MaxValue, nameof(RMSNormalization));
    }

    /// <summary>Makes the layer, along one axis.</summary>
    /// <inheritdoc cref="RMSNormalization(IReadOnlyList{int}, double, Shape?, string?)"/>
    public RMSNormalization(int axis, double epsilon = 1e-6, Shape? inputShape = null, string? name = null)
        : this([axis], epsilon, inputShape, name)
    { }

    /// <summary>Axes that the mean runs over.</summary>
    public IReadOnlyList<int> Axis { get; private set; }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        // Keras writes them in this order once the layer is built.
        Axis = [.. Axis.Order()];
        _scale = AddWeight("scale", Axes(inputShape).Select(axis => inputShape[axis]).ToArray(), new Initializers.Ones());
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Ops.RmsNormalization(inputs, _scale!, Axes(inputs.Shape), Epsilon);
    }

    private int[] Axes(Shape shape) => [.. Axis.Select(shape.Axis).Order()];

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Set("axis", new System.Text.Json.Nodes.JsonArray([.. Axis.Select(a => (System.Text.Json.Nodes.JsonNode)a)]))
            .Write("epsilon", Epsilon);
    }
}
