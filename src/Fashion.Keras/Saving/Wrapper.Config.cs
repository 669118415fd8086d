using Fashion.Keras.Saving;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

// The layer inside out of a file.
public abstract partial class Wrapper
{
    /// <summary>Makes the layer inside, with new weights, from the stored settings of one around it.</summary>
    /// <param name="config">What the file says of the layer around it.</param>
    /// <exception cref="ModelFormatException">There is none, or it cannot be made.</exception>
    public static Layer ReadLayer(ConfigReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return ModelConfigReader.Layer(config.GetObject("layer") ?? throw config.Wrong("layer", "a layer"));
    }
}
