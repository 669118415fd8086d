using Fashion.Keras.Layers;

namespace Fashion.Keras;

// The functional form: image.Conv2D(8, 3).Flatten() ...
public abstract partial class SymbolicTensor : ILayerTarget<SymbolicTensor>
{
    /// <summary>Puts a layer behind this tensor.</summary>
    /// <param name="layer">The layer; using it again shares its weights.</param>
    public SymbolicTensor Then(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Apply(this);
    }
}
