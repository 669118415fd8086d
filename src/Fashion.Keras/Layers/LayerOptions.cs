using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Options of a layer in a file that the layer here does not have: those that change nothing are passed over, all others are
/// errors, because the layer would compute something else than the file says.
/// </summary>
internal static class LayerOptions
{
    // Words of Keras 1 to 3 for the input's shape and kind, for how something is computed but not what, and companions of
    // options that are refused themselves.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "name", "trainable", "dtype", "batch_shape", "batch_input_shape", "input_shape", "input_dim", "input_length", "input_dtype",
        "batch_size",
        "implementation", "consume_less", "unroll", "use_cudnn", "autocast", "build_input_shape",
        "fused", "lora_alpha",
        // Shapes that tf.keras writes for MultiHeadAttention once it is built.
        "query_shape", "value_shape", "key_shape",
        // What tf.keras writes for a base class whose weights the layer does not have.
        "filters", "kernel_initializer", "bias_initializer",
    };

    /// <summary>Compares what a file says with what the layer that was made of it says.</summary>
    /// <exception cref="ModelFormatException">An option is unknown and not switched off.</exception>
    public static void Check(Layer layer, ConfigReader config)
    {
        var known = new ConfigWriter();
        layer.WriteConfig(known);
        foreach (var (key, value) in config.Json)
            if (!known.Json.ContainsKey(key) && !config.WasRead(key) && !Harmless.Contains(key) && !UnknownOptions.IsOff(value))
                throw UnknownOptions.NotSupported(config, $"layer '{ShortText.Of(layer.Name)}' ({layer.ClassName})", key, value, known);
    }
}
