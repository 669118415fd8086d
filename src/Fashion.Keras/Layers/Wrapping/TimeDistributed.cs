using Fashion.Keras.Data;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Applies a layer or a model to every step of a sequence, with the same weights.</summary>
/// <remarks>
/// Input (batch, steps, ...) with at least three axes, output (batch, steps, ...) where the rest is what the layer makes of one
/// step. Weights are those of the layer. Steps are computed all at once, except where samples of a batch depend on each other:
/// a <see cref="Layers.BatchNormalization"/> in training takes the statistics of every step alone and moves its averages step by
/// step. The mask of a step is given to the layer; the output has none. An activity regularizer of the layer itself does not
/// count; those of layers inside a model count at every step. Source: keras.io/api/layers/recurrent_layers/time_distributed.
/// </remarks>
[KerasLayer]
public sealed partial class TimeDistributed : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="layer">The layer or model, with one input and one output.</param>
    /// <param name="activityRegularizer">Penalty on the output, divided by the batch size.</param>
    /// <param name="inputShape">Shape of one sample (steps, ...), for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException"><paramref name="layer"/> is an <see cref="Fashion.Keras.Input"/>.</exception>
    public TimeDistributed(Layer layer, Regularizer? activityRegularizer = null, Shape? inputShape = null, string? name = null)
        : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer is Input) throw new ArgumentException($"Layer '{Name}' (TimeDistributed): an input ('{layer.Name}') computes " +
            "nothing that could be applied to every step.", nameof(layer));
        Layer = Track(layer);
        ActivityRegularizer = activityRegularizer;
    }

    /// <summary>The layer that is applied to every step.</summary>
    public Layer Layer { get; }

    internal override string ChildKey(Layer child) => "layer";

    internal static TimeDistributed FromConfig(ConfigReader config, Func<NestedConfig, Layer> inside) =>
        new(inside(config.GetObject("layer") ?? throw config.Wrong("layer", "a layer")), config.Regularizer("activity_regularizer"),
            name: config.Name());

    /// <inheritdoc/>
    protected override void Build(Shape inputShape) => BuildInside(Layer, OneStep(inputShape));

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        Shape output = Only(Layer.ComputeOutputShapes([OneStep(inputShape)]));
        return [output[0], inputShape[1], .. output[1..]];
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        if (inputs.Mask is { } mask && !mask.Shape.Take(2).SequenceEqual(inputs.Shape.Take(2)))
            throw new ShapeMismatchException($"Layer '{Name}' (TimeDistributed) got a mask of shape {mask.Shape} for inputs " +
                $"{inputs.Shape}; their first two axes must be the same.")
            { LayerName = Name, Received = mask.Shape };
        return Layer.MixesSamples(context.Training, inputs.Mask is not null) ? StepByStep(inputs, context) : AtOnce(inputs, context);
    }

    // Every step of every sample is a sample.
    private SymbolicTensor AtOnce(SymbolicTensor inputs, CallContext context)
    {
        int batch = inputs.Shape[0], steps = inputs.Shape[1];
        SymbolicTensor Flat(SymbolicTensor x) => Ops.Reshape(x, [Sizes.Product(batch, steps, "The steps of a batch"), .. x.Shape[2..]]);
        SymbolicTensor output = One(Flat(inputs).WithMask(inputs.Mask is { } mask ? Flat(mask) : null), context);
        return Ops.Reshape(output, [batch, steps, .. output.Shape[1..]]);
    }

    private SymbolicTensor StepByStep(SymbolicTensor inputs, CallContext context)
    {
        int steps = inputs.Shape[1];
        if (steps == 0) return Ops.BroadcastTo(0, ComputeOutputShape(inputs.Shape));
        return Ops.Concatenate(
            [.. Enumerable.Range(0, steps)
                .Select(
                    i => Ops.ExpandDims(
                        One(SequenceReading.At(inputs, i).WithMask(inputs.Mask is { } mask ? SequenceReading.At(mask, i) : null),
                            context), 1))], axis: 1);
    }

    private SymbolicTensor One(SymbolicTensor step, CallContext context) => Only(CallWithoutPenalty(Layer, step, context));

    private T Only<T>(IReadOnlyList<T> outputs) => outputs.Count == 1 ? outputs[0]
    : throw new ArgumentException($"Layer '{Name}' (TimeDistributed): '{Layer.Name}' ({Layer.ClassName}) has {outputs.Count} " +
        "outputs; a layer that is applied to every step has one.");

    private Shape OneStep(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        if (inputShape.Rank < 3) throw new ShapeMismatchException($"Layer '{Name}' (TimeDistributed) needs inputs (batch, steps, " +
            $"...) with at least three axes, but got {inputShape}.")
        { LayerName = Name, Received = inputShape };
        return [inputShape[0], .. inputShape[2..]];
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Set("layer", Layer.ToEntry(config.KeepsState));
    }
}
