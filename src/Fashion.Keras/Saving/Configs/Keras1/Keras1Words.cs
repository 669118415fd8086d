using System.Globalization;
using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Saving;

/// <summary>The words of one layer of Keras 1. Words that are not here are those of today, or unknown and refused with the layer.</summary>
/// <param name="className">Class of the layer in Keras 1.</param>
/// <param name="layer">Its name, for messages.</param>
/// <param name="dataFormat">The order of axes in the whole file; null when the layers differ.</param>
/// <param name="notes">Takes what is not trained as it was, and what is checked on the model.</param>
internal sealed class Keras1Words(string className, string layer, string? dataFormat, Keras1Notes notes)
{
    /// <summary>The orders of axes.</summary>
    public static readonly Dictionary<string, string> DataFormats =
        new(StringComparer.Ordinal) { ["th"] = "channels_first", ["tf"] = "channels_last" };

    private static readonly (string Old, string New)[] Kernel =
        [("init", "kernel_initializer"), ("W_regularizer", "kernel_regularizer"), ("b_regularizer", "bias_regularizer"),
            ("W_constraint", "kernel_constraint"), ("b_constraint", "bias_constraint"), ("bias", "use_bias")];

    private static readonly (string Old, string New)[] Dense = [("output_dim", "units"), .. Kernel],
        Convolution = [("nb_filter", "filters"), ("border_mode", "padding"), ("subsample", "strides"), ("atrous_rate", "dilation_rate"),
            ("dim_ordering", "data_format"), .. Kernel],
        Convolution1D = [("filter_length", "kernel_size"), ("subsample_length", "strides"), .. Convolution],
        Recurrent = [("inner_init", "recurrent_initializer"), ("inner_activation", "recurrent_activation"),
            ("U_regularizer", "recurrent_regularizer"), ("dropout_W", "dropout"), ("dropout_U", "recurrent_dropout"), .. Dense],
        Pooling = [("pool_length", "pool_size"), ("stride", "strides"), ("border_mode", "padding"), ("dim_ordering", "data_format")],
        Rate = [("p", "rate"), ("dim_ordering", "data_format")],
        Spatial = [("dim_ordering", "data_format")];

    private static readonly Dictionary<string, (string Today, (string Old, string New)[] Words)> Classes = new(StringComparer.Ordinal)
    {
        ["AtrousConvolution1D"] = ("Conv1D", Convolution1D),
        ["AtrousConvolution2D"] = ("Conv2D", Convolution),
        ["AveragePooling1D"] = ("AveragePooling1D", Pooling),
        ["AveragePooling2D"] = ("AveragePooling2D", Pooling),
        ["AveragePooling3D"] = ("AveragePooling3D", Pooling),
        ["BatchNormalization"] = ("BatchNormalization", [("beta_init", "beta_initializer"), ("gamma_init", "gamma_initializer")]),
        ["Convolution1D"] = ("Conv1D", Convolution1D),
        ["Convolution2D"] = ("Conv2D", Convolution),
        ["Convolution3D"] = ("Conv3D", Convolution),
        ["Cropping2D"] = ("Cropping2D", Spatial),
        ["Cropping3D"] = ("Cropping3D", Spatial),
        ["Deconvolution2D"] = ("Conv2DTranspose", Convolution),
        ["Dense"] = ("Dense", Dense),
        ["Dropout"] = ("Dropout", Rate),
        ["Embedding"] = ("Embedding",
            [("init", "embeddings_initializer"), ("W_regularizer", "embeddings_regularizer"), ("W_constraint", "embeddings_constraint")]),
        ["GRU"] = ("GRU", Recurrent),
        ["GaussianDropout"] = ("GaussianDropout", Rate),
        ["GaussianNoise"] = ("GaussianNoise", [("sigma", "stddev")]),
        ["GlobalAveragePooling2D"] = ("GlobalAveragePooling2D", Spatial),
        ["GlobalAveragePooling3D"] = ("GlobalAveragePooling3D", Spatial),
        ["GlobalMaxPooling2D"] = ("GlobalMaxPooling2D", Spatial),
        ["GlobalMaxPooling3D"] = ("GlobalMaxPooling3D", Spatial),
        ["InputLayer"] = ("InputLayer", [("input_dtype", "dtype")]),
        ["LSTM"] = ("LSTM", Recurrent),
        ["MaxPooling1D"] = ("MaxPooling1D", Pooling),
        ["MaxPooling2D"] = ("MaxPooling2D", Pooling),
        ["MaxPooling3D"] = ("MaxPooling3D", Pooling),
        ["PReLU"] = ("PReLU", [("init", "alpha_initializer")]),
        ["SeparableConvolution2D"] = ("SeparableConv2D", Convolution),
        ["SimpleRNN"] = ("SimpleRNN", Recurrent),
        ["SpatialDropout1D"] = ("SpatialDropout1D", Rate),
        ["SpatialDropout2D"] = ("SpatialDropout2D", Rate),
        ["SpatialDropout3D"] = ("SpatialDropout3D", Rate),
        ["TimeDistributedDense"] = ("Dense", Dense),
        ["UpSampling1D"] = ("UpSampling1D", [("length", "size")]),
        ["UpSampling2D"] = ("UpSampling2D", Spatial),
        ["UpSampling3D"] = ("UpSampling3D", Spatial),
        ["ZeroPadding2D"] = ("ZeroPadding2D", Spatial),
        ["ZeroPadding3D"] = ("ZeroPadding3D", Spatial),
    };

    /// <summary>The class and the settings of today.</summary>
    /// <param name="settings">The settings in Keras 1.</param>
    public (string ClassName, JsonObject Settings) Rewrite(JsonObject settings)
    {
        if (!Classes.TryGetValue(className, out var known)) known = (className, []);
        var result = new JsonObject();
        foreach (var (key, value) in settings)
        {
            string today = known.Words.FirstOrDefault(w => w.Old == key).New ?? key;
            if (result.ContainsKey(today) || today != key && settings.ContainsKey(today))
                throw Wrong($"states both '{key}' and '{today}', which mean the same");
            result[today] = Value(today, value, OrderOf(settings));
        }
        if (known.Words.Contains(("dim_ordering", "data_format")) && className is not ("Dropout" or "GaussianDropout" or "SpatialDropout1D")
            && !className.EndsWith("1D", StringComparison.Ordinal)) DataFormat(result);
        Sizes(result);
        Special(result);
        return (known.Today, result);
    }

    private string? OrderOf(JsonObject settings) =>
        JsonValues.TryText(settings["dim_ordering"], out string stated) && DataFormats.TryGetValue(stated, out string? own)
            ? own
            : dataFormat;

    private JsonNode? Value(string key, JsonNode? value, string? order)
    {
        if (key.EndsWith("_regularizer", StringComparison.Ordinal)) return Keras1Objects.Regularizer(value, Wrong);
        if (key.EndsWith("_constraint", StringComparison.Ordinal))
            return Keras1Objects.Constraint(value, key == "kernel_constraint" ? KernelAxes(order) : null, Wrong);
        if (key == "data_format" && JsonValues.TryText(value, out string ordering))
            return DataFormats.GetValueOrDefault(ordering, ordering);
        return value?.DeepClone();
    }

    private void DataFormat(JsonObject result)
    {
        if (JsonValues.TryText(result["data_format"], out string stated) && stated != "default") return;
        result["data_format"] = dataFormat
            ?? throw Wrong("does not state its 'dim_ordering', and the other layers of the file have different ones");
    }

    // One number per axis in Keras 1, one list today.
    private static void Sizes(JsonObject result)
    {
        foreach (string[] names in (string[][])[["nb_row", "nb_col"], ["kernel_dim1", "kernel_dim2", "kernel_dim3"]])
        {
            if (!names.All(result.ContainsKey)) continue;
            result["kernel_size"] = new JsonArray([.. names.Select(n => result[n]?.DeepClone())]);
            foreach (string name in names) result.Remove(name);
        }
    }

    private void Special(JsonObject result)
    {
        switch (className)
        {
            case "Embedding" when result.Remove("dropout", out JsonNode? dropout) && JsonValues.TryNumber(dropout, out double rate)
                && rate != 0:
                notes.Warn(string.Create(
                    CultureInfo.InvariantCulture, $"layer '{layer}' (Embedding) dropped words at a rate of {rate} while it was " +
                    $"trained; that is left out. Predictions are the same."));
                break;
            case "LSTM" when result.Remove("forget_bias_init", out JsonNode? init):
                result["unit_forget_bias"] = JsonValues.TryText(init, out string name) && name == "one";
                break;
            case "SeparableConvolution2D" when result.Remove("kernel_initializer", out JsonNode? kernel):
                (result["depthwise_initializer"], result["pointwise_initializer"]) = (kernel?.DeepClone(), kernel?.DeepClone());
                break;
            // The size follows from the other settings, as in Keras 2; it must be the one that is stated.
            case "Deconvolution2D" when result.ContainsKey("output_shape"):
                if (new ConfigReader(result, $"layer '{layer}' ({className}) of Keras 1").GetShape("output_shape") is { } output)
                    notes.States(layer, output);
                result.Remove("output_shape");
                break;
            case "ZeroPadding1D" or "ZeroPadding2D" when result["padding"] is { } padding:
                result["padding"] = Keras1Objects.Margins(padding);
                break;
        }
    }

    // Where axis i of the old kernel is today.
    private int[]? KernelAxes(string? order) => className switch
    {
        "Convolution1D" or "AtrousConvolution1D" => [0, 0, 1, 2],
        "Convolution2D" or "AtrousConvolution2D" when order == "channels_first" => [3, 2, 0, 1],
        "Convolution3D" when order == "channels_first" => [4, 3, 0, 1, 2],
        "Deconvolution2D" => order == "channels_first" ? [2, 3, 0, 1] : [0, 1, 3, 2],
        _ => null,
    };

    private ModelFormatException Wrong(string what) => new($"layer '{layer}' ({className}) of Keras 1 {what}.");
}
