using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>A leaky rectifier whose slopes are learned: x above 0, alpha * x elsewhere.</summary>
/// <remarks>
/// Output of the input's shape. Weight: alpha, of a sample's shape, with size 1 along the shared axes. Source: He et al. 2015;
/// keras.io/api/layers/activation_layers/prelu.
/// </remarks>
[KerasLayer]
public sealed partial class PReLU : Layer
{
    private readonly WeightOptions _options;
    private Variable? _alpha;

    /// <summary>Makes the layer.</summary>
    /// <param name="alphaInitializer">Start values of the slopes; null for zeros.</param>
    /// <param name="alphaRegularizer">Penalty on the slopes.</param>
    /// <param name="alphaConstraint">Rule for the slopes.</param>
    /// <param name="sharedAxes">Axes along which a slope is shared, counted with the batch axis (from 1); for images [1, 2] gives one
    /// slope per channel.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public PReLU(Initializer? alphaInitializer = null, Regularizer? alphaRegularizer = null, Constraint? alphaConstraint = null,
        IReadOnlyList<int>? sharedAxes = null, Shape? inputShape = null, string? name = null) : base(name, inputShape)
    {
        _options = new(alphaInitializer ?? new Zeros(), alphaRegularizer, alphaConstraint);
        SharedAxes = sharedAxes;
    }

    /// <summary>Axes along which a slope is shared; null for none.</summary>
    public IReadOnlyList<int>? SharedAxes { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        Shape shape = inputShape[1..];
        foreach (int axis in SharedAxes ?? [])
        {
            int at = axis < 0 ? axis + inputShape.Rank : axis;
            if (at < 1 || at >= inputShape.Rank)
                throw new ShapeMismatchException($"Layer '{Name}' (PReLU): shared axis {axis} is no axis of a sample; the input is " +
                    $"{inputShape}, whose axis 0 is the batch.")
                { LayerName = Name, Received = inputShape };
            shape = shape.With(at - 1, 1);
        }
        _alpha = AddWeight("alpha", shape, _options.Initializer, regularizer: _options.Regularizer, constraint: _options.Constraint);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) =>
        Ops.Relu(inputs) - _alpha! * Ops.Relu(-inputs);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        _options.WriteTo(config, "alpha");
        config.Set("shared_axes", SharedAxes is null
            ? null
            : new System.Text.Json.Nodes.JsonArray([.. SharedAxes.Select(a => (System.Text.Json.Nodes.JsonNode)a)]));
    }
}
