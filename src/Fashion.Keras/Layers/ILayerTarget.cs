namespace Fashion.Keras.Layers;

/// <summary>
/// Something that a layer can be appended to: a <c>Sequential</c> (which grows), a symbolic tensor or what a layer gives (which give a new
/// one). Each layer's fluent method is written once for all.
/// </summary>
/// <typeparam name="TSelf">The type that comes back.</typeparam>
public interface ILayerTarget<out TSelf>
{
    /// <summary>Appends a layer.</summary>
    /// <param name="layer">The layer.</param>
    TSelf Then(Layer layer);
}
