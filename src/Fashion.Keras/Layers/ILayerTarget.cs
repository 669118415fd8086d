namespace Fashion.Keras.Layers;

/// <summary>
/// Something that a layer can be put behind: a <c>Sequential</c> (which grows) or a symbolic tensor (which gives a new one).
/// Each layer's fluent method is written once for both.
/// </summary>
/// <typeparam name="TSelf">The type that comes back.</typeparam>
public interface ILayerTarget<out TSelf>
{
    /// <summary>Puts a layer behind.</summary>
    /// <param name="layer">The layer.</param>
    TSelf Then(Layer layer);
}
