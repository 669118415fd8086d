using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Puts the axes of every sample into another order.</summary>
/// <remarks>
/// Input (batch, a1, ..., an); output axis i is input axis dims[i]. No weights. Source: keras.io/api/layers/reshaping_layers/permute.
/// </remarks>
[KerasLayer]
public sealed partial class Permute : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="dims">The order of the axes, counted from 1; the batch axis stays: [2, 1] swaps two.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException"><paramref name="dims"/> is no order of 1, 2, ... n.</exception>
    public Permute(Shape dims, Shape? inputShape = null, string? name = null) : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(dims);
        if (!dims.Order().SequenceEqual(Enumerable.Range(1, dims.Rank)))
            throw new ArgumentException($"Permute: dims must contain each of 1 to {dims.Rank} once, not {dims}.", nameof(dims));
        Dims = dims;
    }

    internal static Permute FromConfig(ConfigReader config) =>
        new(config.GetShape("dims") ?? throw config.Wrong("dims", "a list of axes"), name: config.Name());

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        if (inputShape.Rank != Dims.Rank + 1)
            throw new ShapeMismatchException(
                $"Layer '{Name}' (Permute) orders {Dims.Rank} axes after the batch, but got {inputShape}.")
            { LayerName = Name, Received = inputShape };
        return (int[])[inputShape[0], .. Dims.Select(d => inputShape[d])];
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => Ops.Transpose(inputs, [0, .. Dims]);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("dims", Dims);
    }
}
