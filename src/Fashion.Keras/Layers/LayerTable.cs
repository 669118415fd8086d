using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Configuration;

namespace Fashion.Keras.Layers;

/// <summary>
/// Layers out of Keras files, by Keras's class names. Only names listed here can be made; nothing that a file names is ever
/// looked up elsewhere or executed.
/// </summary>
internal static class LayerTable
{
    private static readonly Dictionary<string, Func<ConfigReader, Layer>> Known = new(StringComparer.Ordinal)
    {
        ["Activation"] = Activation.FromConfig,
        ["Add"] = Add.FromConfig,
        ["Average"] = Average.FromConfig,
        ["AveragePooling1D"] = AveragePooling1D.FromConfig,
        ["AveragePooling2D"] = AveragePooling2D.FromConfig,
        ["BatchNormalization"] = BatchNormalization.FromConfig,
        ["CenterCrop"] = CenterCrop.FromConfig,
        ["Concatenate"] = Concatenate.FromConfig,
        ["Conv1D"] = Conv1D.FromConfig,
        ["Conv1DTranspose"] = Conv1DTranspose.FromConfig,
        ["Conv2D"] = Conv2D.FromConfig,
        ["Conv2DTranspose"] = Conv2DTranspose.FromConfig,
        ["Conv3D"] = Conv3D.FromConfig,
        ["Cropping1D"] = Cropping1D.FromConfig,
        ["Cropping2D"] = Cropping2D.FromConfig,
        ["Dense"] = Dense.FromConfig,
        ["DepthwiseConv1D"] = DepthwiseConv1D.FromConfig,
        ["DepthwiseConv2D"] = DepthwiseConv2D.FromConfig,
        ["Dot"] = Dot.FromConfig,
        ["Dropout"] = Dropout.FromConfig,
        ["ELU"] = ELU.FromConfig,
        ["Embedding"] = Embedding.FromConfig,
        ["Flatten"] = Flatten.FromConfig,
        ["GaussianDropout"] = GaussianDropout.FromConfig,
        ["GaussianNoise"] = GaussianNoise.FromConfig,
        ["GlobalAveragePooling1D"] = GlobalAveragePooling1D.FromConfig,
        ["GlobalAveragePooling2D"] = GlobalAveragePooling2D.FromConfig,
        ["GlobalMaxPooling1D"] = GlobalMaxPooling1D.FromConfig,
        ["GlobalMaxPooling2D"] = GlobalMaxPooling2D.FromConfig,
        ["GroupNormalization"] = GroupNormalization.FromConfig,
        ["GRU"] = GRU.FromConfig,
        ["InputLayer"] = Input.FromConfig,
        ["LayerNormalization"] = LayerNormalization.FromConfig,
        ["LeakyReLU"] = LeakyReLU.FromConfig,
        ["LSTM"] = LSTM.FromConfig,
        ["Masking"] = Masking.FromConfig,
        ["Maximum"] = Maximum.FromConfig,
        ["MaxPooling1D"] = MaxPooling1D.FromConfig,
        ["MaxPooling2D"] = MaxPooling2D.FromConfig,
        ["Minimum"] = Minimum.FromConfig,
        ["Multiply"] = Multiply.FromConfig,
        ["Normalization"] = Normalization.FromConfig,
        ["Permute"] = Permute.FromConfig,
        ["PReLU"] = PReLU.FromConfig,
        ["RandomBrightness"] = RandomBrightness.FromConfig,
        ["RandomContrast"] = RandomContrast.FromConfig,
        ["RandomCrop"] = RandomCrop.FromConfig,
        ["RandomFlip"] = RandomFlip.FromConfig,
        ["RandomRotation"] = RandomRotation.FromConfig,
        ["RandomTranslation"] = RandomTranslation.FromConfig,
        ["RandomZoom"] = RandomZoom.FromConfig,
        ["ReLU"] = ReLU.FromConfig,
        ["RepeatVector"] = RepeatVector.FromConfig,
        ["Rescaling"] = Rescaling.FromConfig,
        ["Reshape"] = Reshape.FromConfig,
        ["Resizing"] = Resizing.FromConfig,
        ["SeparableConv1D"] = SeparableConv1D.FromConfig,
        ["SeparableConv2D"] = SeparableConv2D.FromConfig,
        ["SimpleRNN"] = SimpleRNN.FromConfig,
        ["Softmax"] = Softmax.FromConfig,
        ["SpatialDropout1D"] = SpatialDropout1D.FromConfig,
        ["SpatialDropout2D"] = SpatialDropout2D.FromConfig,
        ["Subtract"] = Subtract.FromConfig,
        ["UnitNormalization"] = UnitNormalization.FromConfig,
        ["UpSampling1D"] = UpSampling1D.FromConfig,
        ["UpSampling2D"] = UpSampling2D.FromConfig,
        ["ZeroPadding1D"] = ZeroPadding1D.FromConfig,
        ["ZeroPadding2D"] = ZeroPadding2D.FromConfig,
    };

    /// <summary>The class names that can be read.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>Makes the layer that a file describes, without weights.</summary>
    /// <exception cref="ModelFormatException">Unknown class, or a setting that is wrong or not supported.</exception>
    public static Layer From(NestedConfig nested)
    {
        ArgumentNullException.ThrowIfNull(nested);
        ConfigReader config = nested.Config;
        if (config.Custom?.Find<Layer>(nested) is { } own) return Named(own, config);
        if (nested.ClassName is "Lambda" or "TFOpLambda")
            throw new ModelFormatException($"{config.Place}: layer '{config.GetString("name")}' holds Python code ({nested.ClassName}), which is never run. Rebuild the model without it, or write the function as a layer of your own.") { Entry = config.Place };
        if (!Known.TryGetValue(nested.ClassName, out Func<ConfigReader, Layer>? make))
            throw new ModelFormatException($"{config.Place}: layer '{config.GetString("name")}' is of the unknown class '{nested.ClassName}'. Known: {string.Join(", ", Known.Keys.Order(StringComparer.Ordinal))}. Register a layer of your own with CustomObjects.") { Entry = config.Place };
        CheckDType(config);
        try
        {
            Layer layer = Named(make(config), config);
            LayerOptions.Check(layer, config);
            layer.InputShape ??= (config.GetShape("batch_input_shape") ?? config.GetShape("batch_shape")) is { Rank: > 0 } batch ? batch[1..] : null;
            return layer;
        }
        catch (ArgumentException e)
        {
            throw new ModelFormatException($"{config.Place}: layer '{config.GetString("name")}' ({nested.ClassName}) has settings that cannot be used: {e.Message}", e) { Entry = config.Place };
        }
    }

    private static Layer Named(Layer layer, ConfigReader config)
    {
        if (config.GetString("name") is { Length: > 0 } name) layer.Name = name;
        layer.Trainable = config.GetBool("trainable", true);
        return layer;
    }

    // A plain name (Keras 2) or a policy object (Keras 3).
    private static void CheckDType(ConfigReader config)
    {
        NestedConfig? policy = config.GetObject("dtype");
        string? dtype = policy is null or { IsPlainName: true } ? policy?.ClassName : policy.Config.GetString("name") ?? "unknown";
        if (dtype is not (null or "float32" or "uint8" or "int32" or "int64" or "float64"))
            throw config.Wrong("dtype", "float32, the only precision that is computed in");
    }
}
