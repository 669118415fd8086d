using Fashion.Keras.Layers;

namespace Fashion.Keras;

/// <summary>Keras's <c>layer.build(shape)</c> from outside of the layer.</summary>
public static class LayerBuildExtensions
{
    /// <summary>Makes the layer's weights for inputs of a shape, if there are none yet.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputShape">The shape of its input, the batch axis first (-1).</param>
    /// <exception cref="ShapeMismatchException">The layer cannot take this shape.</exception>
    public static void Build(this Layer layer, Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(inputShape);
        layer.EnsureBuilt([inputShape]);
    }
}
