using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Turns numbers of categories into arrays with a place per category.</summary>
/// <remarks>
/// Input: whole numbers in [0, numTokens) of shape (batch, values), for <see cref="OutputMode.OneHot"/> of any shape; numbers out of
/// range have no place. Output: with MultiHot and Count (batch, numTokens), with OneHot a last axis of numTokens is added, or takes the
/// place of one of length 1. <c>Apply(x, countWeights)</c> adds a weight for each number up. No weights.
/// Source: keras.io/api/layers/preprocessing_layers/categorical/category_encoding.
/// </remarks>
[KerasLayer]
public sealed partial class CategoryEncoding : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="numTokens">Number of categories.</param>
    /// <param name="outputMode">The encoding: OneHot, MultiHot or Count. <c>"multi_hot"</c>, the default, <c>"one_hot"</c> or
    /// <c>"count"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">numTokens is not positive, or another outputMode.</exception>
    public CategoryEncoding(int numTokens, Choice<OutputMode> outputMode = default, Shape? inputShape = null, string? name = null)
        : base(name, inputShape)
    {
        NumTokens = Guard.Positive(numTokens, nameof(CategoryEncoding));
        OutputMode = outputMode.Or(OutputMode.MultiHot);
        if (OutputMode is not (OutputMode.OneHot or OutputMode.MultiHot or OutputMode.Count))
            throw new ArgumentException($"CategoryEncoding: outputMode is OneHot, MultiHot or Count, not {outputMode}.",
                nameof(outputMode));
    }

    internal static CategoryEncoding FromConfig(ConfigReader config)
    {
        config.RequireDense();
        return new CategoryEncoding(config.GetInt("num_tokens"), config.OutputMode(OutputMode.MultiHot), name: config.Name());
    }

    internal override CallForm Form => CallForm.Weighted;

    /// <summary>Uses the layer with a weight for each number, on tensors between layers or values; outputMode is Count.</summary>
    /// <param name="inputs">Numbers of categories.</param>
    /// <param name="countWeights">How much each of them counts, of the same shape.</param>
    /// <param name="context">Inside <c>Call</c> of another layer: the context that was given there.</param>
    /// <exception cref="ArgumentException">The layer has another outputMode.</exception>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public SymbolicTensor Apply(SymbolicTensor inputs, SymbolicTensor countWeights, CallContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(countWeights);
        return Apply([inputs, countWeights], new LayerArguments(CallForm.Weighted.Tensors, []), context)[0];
    }

    internal override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes, LayerArguments arguments)
    {
        if (arguments.Find(inputShapes, CallForm.CountWeights) is not { } weights) return ComputeOutputShapes(inputShapes);
        if (OutputMode != OutputMode.Count)
            throw new ArgumentException($"Layer '{Name}' (CategoryEncoding): countWeights are for outputMode Count, not {OutputMode}.");
        if (weights != inputShapes[0])
            throw new ShapeMismatchException($"Layer '{Name}' (CategoryEncoding): countWeights must have the shape " +
                $"{inputShapes[0]} of the numbers, but has {weights}.")
            { LayerName = Name, Received = weights };
        return [ComputeOutputShape(inputShapes[0])];
    }

    private protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, LayerArguments arguments,
        CallContext context)
    {
        if (arguments.Find(inputs, CallForm.CountWeights) is not { } weights) return Call(inputs, context);
        ComputeOutputShapes([.. inputs.Select(input => input.Shape)], arguments);
        int axis = inputs[0].Shape.Rank > 1 ? 1 : 0;
        return [Ops.Sum(Ops.OneHot(inputs[0], NumTokens) * Ops.ExpandDims(weights, -1), axis)];
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        return CategoryCodes.OutputShape(inputShape, OutputMode, NumTokens, this);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return EncodedTensor.Of(inputs, OutputMode, NumTokens, this);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        base.WriteConfig(config);
        config.Write("num_tokens", NumTokens).Write(OutputMode).Write("sparse", false);
    }
}
