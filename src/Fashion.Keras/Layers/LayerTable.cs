using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Configuration;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Layers;

/// <summary>
/// Layers out of Keras files, by Keras's class names. Only names listed here can be made; nothing that a file names is ever
/// looked up elsewhere or executed.
/// </summary>
internal static partial class LayerTable
{
    private static readonly Dictionary<string, Func<ConfigReader, Layer>> Known = new(Rows(), StringComparer.Ordinal)
    {
        ["Activation"] = Activation.FromConfig,
        ["ActivityRegularization"] = ActivityRegularization.FromConfig,
        ["AdaptiveAveragePooling1D"] = AdaptiveAveragePooling1D.FromConfig,
        ["AdaptiveAveragePooling2D"] = AdaptiveAveragePooling2D.FromConfig,
        ["AdaptiveAveragePooling3D"] = AdaptiveAveragePooling3D.FromConfig,
        ["AdaptiveMaxPooling1D"] = AdaptiveMaxPooling1D.FromConfig,
        ["AdaptiveMaxPooling2D"] = AdaptiveMaxPooling2D.FromConfig,
        ["AdaptiveMaxPooling3D"] = AdaptiveMaxPooling3D.FromConfig,
        ["Add"] = Add.FromConfig,
        ["AdditiveAttention"] = AdditiveAttention.FromConfig,
        ["AlphaDropout"] = AlphaDropout.FromConfig,
        ["Attention"] = Attention.FromConfig,
        ["AugMix"] = AugMix.FromConfig,
        ["AutoContrast"] = AutoContrast.FromConfig,
        ["Average"] = Average.FromConfig,
        ["AveragePooling1D"] = AveragePooling1D.FromConfig,
        ["AveragePooling2D"] = AveragePooling2D.FromConfig,
        ["AveragePooling3D"] = AveragePooling3D.FromConfig,
        ["BatchNormalization"] = BatchNormalization.FromConfig,
        ["CategoryEncoding"] = CategoryEncoding.FromConfig,
        ["CenterCrop"] = CenterCrop.FromConfig,
        ["Concatenate"] = Concatenate.FromConfig,
        ["ContrastLimitedAdaptiveHistogramEqualization"] = ContrastLimitedAdaptiveHistogramEqualization.FromConfig,
        ["Conv1D"] = Conv1D.FromConfig,
        ["Conv1DTranspose"] = Conv1DTranspose.FromConfig,
        ["Conv2D"] = Conv2D.FromConfig,
        ["Conv2DTranspose"] = Conv2DTranspose.FromConfig,
        ["Conv3D"] = Conv3D.FromConfig,
        ["Conv3DTranspose"] = Conv3DTranspose.FromConfig,
        ["ConvLSTM1D"] = ConvLSTM1D.FromConfig,
        ["ConvLSTM2D"] = ConvLSTM2D.FromConfig,
        ["ConvLSTM3D"] = ConvLSTM3D.FromConfig,
        ["Cropping1D"] = Cropping1D.FromConfig,
        ["Cropping2D"] = Cropping2D.FromConfig,
        ["Cropping3D"] = Cropping3D.FromConfig,
        ["CutMix"] = CutMix.FromConfig,
        ["DepthwiseConv1D"] = DepthwiseConv1D.FromConfig,
        ["DepthwiseConv2D"] = DepthwiseConv2D.FromConfig,
        ["Discretization"] = Discretization.FromConfig,
        ["Dot"] = Dot.FromConfig,
        ["Dropout"] = Dropout.FromConfig,
        ["EinsumDense"] = EinsumDense.FromConfig,
        ["Embedding"] = Embedding.FromConfig,
        ["Equalization"] = Equalization.FromConfig,
        ["Flatten"] = Flatten.FromConfig,
        ["GaussianDropout"] = GaussianDropout.FromConfig,
        ["GaussianNoise"] = GaussianNoise.FromConfig,
        ["GlobalAveragePooling1D"] = GlobalAveragePooling1D.FromConfig,
        ["GlobalAveragePooling2D"] = GlobalAveragePooling2D.FromConfig,
        ["GlobalAveragePooling3D"] = GlobalAveragePooling3D.FromConfig,
        ["GlobalMaxPooling1D"] = GlobalMaxPooling1D.FromConfig,
        ["GlobalMaxPooling2D"] = GlobalMaxPooling2D.FromConfig,
        ["GlobalMaxPooling3D"] = GlobalMaxPooling3D.FromConfig,
        ["GroupNormalization"] = GroupNormalization.FromConfig,
        ["GroupQueryAttention"] = GroupQueryAttention.FromConfig,
        ["GRU"] = GRU.FromConfig,
        ["GRUCell"] = GRUCell.FromConfig,
        ["HashedCrossing"] = HashedCrossing.FromConfig,
        ["Hashing"] = Hashing.FromConfig,
        ["Identity"] = IdentityLayer.FromConfig,
        ["InputLayer"] = Input.FromConfig,
        ["IntegerLookup"] = IntegerLookup.FromConfig,
        ["LayerNormalization"] = LayerNormalization.FromConfig,
        ["LeakyReLU"] = LeakyReLU.FromConfig,
        ["LocallyConnected1D"] = LocallyConnected1D.FromConfig,
        ["LocallyConnected2D"] = LocallyConnected2D.FromConfig,
        ["LSTM"] = LSTM.FromConfig,
        ["LSTMCell"] = LSTMCell.FromConfig,
        ["Masking"] = Masking.FromConfig,
        ["Maximum"] = Maximum.FromConfig,
        ["MaxNumBoundingBoxes"] = MaxNumBoundingBoxes.FromConfig,
        ["MaxPooling1D"] = MaxPooling1D.FromConfig,
        ["MaxPooling2D"] = MaxPooling2D.FromConfig,
        ["MaxPooling3D"] = MaxPooling3D.FromConfig,
        ["MelSpectrogram"] = MelSpectrogram.FromConfig,
        ["Minimum"] = Minimum.FromConfig,
        ["MixUp"] = MixUp.FromConfig,
        ["MultiHeadAttention"] = MultiHeadAttention.FromConfig,
        ["Multiply"] = Multiply.FromConfig,
        ["Normalization"] = Normalization.FromConfig,
        ["Permute"] = Permute.FromConfig,
        ["PReLU"] = PReLU.FromConfig,
        ["RandAugment"] = RandAugment.FromConfig,
        ["RandomBrightness"] = RandomBrightness.FromConfig,
        ["RandomColorDegeneration"] = RandomColorDegeneration.FromConfig,
        ["RandomColorJitter"] = RandomColorJitter.FromConfig,
        ["RandomContrast"] = RandomContrast.FromConfig,
        ["RandomCrop"] = RandomCrop.FromConfig,
        ["RandomElasticTransform"] = RandomElasticTransform.FromConfig,
        ["RandomErasing"] = RandomErasing.FromConfig,
        ["RandomFlip"] = RandomFlip.FromConfig,
        ["RandomGaussianBlur"] = RandomGaussianBlur.FromConfig,
        ["RandomGrayscale"] = RandomGrayscale.FromConfig,
        ["RandomHue"] = RandomHue.FromConfig,
        ["RandomInvert"] = RandomInvert.FromConfig,
        ["RandomPerspective"] = RandomPerspective.FromConfig,
        ["RandomPosterization"] = RandomPosterization.FromConfig,
        ["RandomRotation"] = RandomRotation.FromConfig,
        ["RandomSaturation"] = RandomSaturation.FromConfig,
        ["RandomSharpness"] = RandomSharpness.FromConfig,
        ["RandomShear"] = RandomShear.FromConfig,
        ["RandomTranslation"] = RandomTranslation.FromConfig,
        ["RandomZoom"] = RandomZoom.FromConfig,
        ["ReLU"] = ReLU.FromConfig,
        ["Rescaling"] = Rescaling.FromConfig,
        ["Reshape"] = Reshape.FromConfig,
        ["Resizing"] = Resizing.FromConfig,
        ["ReversibleEmbedding"] = ReversibleEmbedding.FromConfig,
        ["RMSNormalization"] = RMSNormalization.FromConfig,
        ["SeparableConv1D"] = SeparableConv1D.FromConfig,
        ["SeparableConv2D"] = SeparableConv2D.FromConfig,
        ["SimpleRNN"] = SimpleRNN.FromConfig,
        ["SimpleRNNCell"] = SimpleRNNCell.FromConfig,
        ["Softmax"] = Softmax.FromConfig,
        ["Solarization"] = Solarization.FromConfig,
        ["SpatialDropout1D"] = SpatialDropout1D.FromConfig,
        ["SpatialDropout2D"] = SpatialDropout2D.FromConfig,
        ["SpatialDropout3D"] = SpatialDropout3D.FromConfig,
        ["StringLookup"] = StringLookup.FromConfig,
        ["Subtract"] = Subtract.FromConfig,
        ["TextVectorization"] = TextVectorization.FromConfig,
        ["ThresholdedReLU"] = ThresholdedReLU.FromConfig,
        ["UnitNormalization"] = UnitNormalization.FromConfig,
        ["UpSampling1D"] = UpSampling1D.FromConfig,
        ["UpSampling2D"] = UpSampling2D.FromConfig,
        ["UpSampling3D"] = UpSampling3D.FromConfig,
        ["ZeroPadding1D"] = ZeroPadding1D.FromConfig,
        ["ZeroPadding2D"] = ZeroPadding2D.FromConfig,
        ["ZeroPadding3D"] = ZeroPadding3D.FromConfig,
    };

    // Classes that Keras exports under another name than their own, by that name, which .h5 files have.
    private static readonly Dictionary<string, Func<ConfigReader, Layer>> OwnNames = new(StringComparer.Ordinal)
    {
        [GroupQueryAttention.OwnName] = GroupQueryAttention.FromConfig,
    };

    // Layers around others, which may be models.
    private static readonly Dictionary<string, Func<ConfigReader, Func<NestedConfig, Layer>, Layer>> Wrappers = new(StringComparer.Ordinal)
    {
        ["Bidirectional"] = Bidirectional.FromConfig,
        ["Pipeline"] = Pipeline.FromConfig,
        ["RNN"] = RNN.FromConfig,
        ["SpectralNormalization"] = SpectralNormalization.FromConfig,
        ["StackedRNNCells"] = StackedRNNCells.FromConfig,
        ["TimeDistributed"] = TimeDistributed.FromConfig,
    };

    /// <summary>The class names that can be read.</summary>
    public static IEnumerable<string> Names => Known.Keys.Concat(Wrappers.Keys);

    /// <summary>Makes the layer that a file describes, without weights.</summary>
    /// <exception cref="ModelFormatException">Unknown class, or a setting that is wrong or not supported.</exception>
    public static Layer From(NestedConfig nested) => From(nested, From);

    /// <summary>Makes the layer that a file describes, without weights.</summary>
    /// <param name="nested">Class and settings.</param>
    /// <param name="inside">Makes the layers inside it, models included.</param>
    /// <exception cref="ModelFormatException">Unknown class, or a setting that is wrong or not supported.</exception>
    public static Layer From(NestedConfig nested, Func<NestedConfig, Layer> inside)
    {
        ArgumentNullException.ThrowIfNull(nested);
        ConfigReader config = nested.Config;
        if (config.Custom?.Find<Layer>(nested) is { } own) return Own(own, nested);
        if (Replacement(nested) is { } replacement) return replacement;
        Func<ConfigReader, Layer> make = Known.GetValueOrDefault(nested.ClassName) ?? OwnNames.GetValueOrDefault(nested.ClassName)
            ?? (Wrappers.TryGetValue(nested.ClassName, out var wrap) ? c => wrap(c, inside) : throw Unknown(nested));
        try
        {
            Layer layer = Named(make(config), config);
            // An ActivityRegularization has its own words for it; what the host computes has no gradient.
            if (layer is not (Input or HostLayer or ActivityRegularization)) layer.ReadActivityRegularizer(config);
            (layer as AdaptableLayer)?.ReadLora(config);
            LayerOptions.Check(layer, config);
            if (layer is not Input) DTypes.Read(layer, config);
            layer.InputShape ??= config.BatchShape() is { Rank: > 0 } batch ? batch[1..] : null;
            return layer;
        }
        catch (ArgumentException e)
        {
            throw new ModelFormatException($"{config.Place}: layer '{ShortText.Of(nested.Name ?? "")}' ({nested.ClassName}) has settings " +
                $"that cannot be used: {e.Message}", e)
            { Entry = config.Place };
        }
    }

    /// <summary>What the user registered under the name of a layer whose class cannot be made; null for nothing.</summary>
    public static Layer? Replacement(NestedConfig nested) =>
        nested.Name is { Length: > 0 } name && !Known.ContainsKey(nested.ClassName) && !OwnNames.ContainsKey(nested.ClassName)
            && !Wrappers.ContainsKey(nested.ClassName) && nested.Config.Custom?.FindNamed<Layer>(name, nested.Config) is { } own
            ? Own(own, nested)
            : null;

    // The name of the file is in the entry where the configuration has none.
    private static Layer Own(Layer layer, NestedConfig nested)
    {
        Layer own = Named(layer, nested.Config);
        if (nested.Name is { Length: > 0 } name) own.Name = name;
        DTypes.ReadInput(own, nested.Config);
        own.StoredClassName = nested.ClassName[(nested.ClassName.LastIndexOf('>') + 1)..];
        return own;
    }

    private static ModelFormatException Unknown(NestedConfig nested)
    {
        string name = ShortText.Of(nested.Name ?? "name"),
            help = $"CustomObjects {{ {{ \"{name}\", _ => new YourLayer() }} }} puts a layer in its place";
        return nested.ClassName == "Lambda"
            ? new($"{nested.Config.Place}: layer '{name}' holds Python code (Lambda), which is never run. " +
                $"{help.Replace("new YourLayer()", "new Lambda(x => x * 2)", StringComparison.Ordinal)} that computes the same.")
            { Entry = nested.Config.Place }
            : UnknownName.InFile($"class of layer '{name}':", nested.ClassName, Names, nested.Config,
                $"Register your own with CustomObjects; {help}.");
    }

    private static Layer Named(Layer layer, ConfigReader config)
    {
        if (config.GetString("name") is { Length: > 0 } name) layer.Name = name;
        // True says nothing about layers inside, each of which has a word of its own.
        bool trainable = config.GetBool("trainable", true);
        if (!trainable || layer.Children.Count == 0) layer.Trainable = trainable;
        return layer;
    }
}
