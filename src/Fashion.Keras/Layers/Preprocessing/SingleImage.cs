using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>
/// Inputs of three axes to layers for images: as in Keras they are one image, whose height is the axis that otherwise counts the samples.
/// </summary>
internal static class SingleImage
{
    /// <summary>The rule of a batch of images for one image as well.</summary>
    public static Shape Shape(Shape input, Func<Shape, Shape> rule)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank == 3 ? rule(input.Prepend(1))[1..] : rule(input);
    }

    /// <summary>What a batch of images becomes, for one image as well; null where the rule leaves it as it is.</summary>
    public static SymbolicTensor? Call(Layer layer, SymbolicTensor input, Func<SymbolicTensor, SymbolicTensor?> rule)
    {
        if (input.Shape.Rank != 3) return rule(input);
        GraphBuilder.Current?.Warn($"layer '{layer.Name}' ({layer.ClassName}) takes inputs of three axes as one image, {input.Shape}, as " +
            "Keras does. If they are images without a channel axis, add one.");
        return rule(Ops.ExpandDims(input, 0)) is { } result ? Ops.Squeeze(result, 0) : null;
    }
}
