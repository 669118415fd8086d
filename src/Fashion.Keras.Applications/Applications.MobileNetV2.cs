using System.Globalization;

namespace Fashion.Keras;

// Source: Sandler et al. 2018, "MobileNetV2: Inverted Residuals and Linear Bottlenecks".
public static partial class Applications
{
    private const double MobileNetEpsilon = 1e-3, MobileNetMomentum = 0.999;

    // What follows the first block: channels, repetitions, stride of the first.
    private static readonly (int Filters, int Repeats, int Stride)[] MobileNetV2Stages =
        [(24, 2, 2), (32, 3, 2), (64, 4, 2), (96, 3, 1), (160, 3, 2), (320, 1, 1)];

    /// <summary>
    /// MobileNetV2: seventeen inverted residual blocks of depthwise convolutions. 3.5 million parameters with its top at
    /// <paramref name="alpha"/> 1.
    /// </summary>
    /// <remarks>
    /// Scale images with <see cref="PreprocessMobileNetV2(SymbolicTensor, Choice{DataFormat})"/>. Source: Sandler et al. 2018;
    /// keras.io/api/applications/mobilenet.
    /// </remarks>
    /// <param name="alpha">Factor on the channels of the layers, positive; ImageNet weights of Keras exist for 0.35, 0.5, 0.75, 1, 1.3 and
    /// 1.4.</param>
    /// <param name="includeTop">Whether the classifier at the end is there.</param>
    /// <param name="weights">Path of a file of weights or of a whole model; null for start values.</param>
    /// <param name="inputTensor">Where the images come from, in place of an input of its own; null for a new input.</param>
    /// <param name="inputShape">Height, width and channels of an image, at least 32x32; null for (224, 224, 3), and without the top for
    /// (None, None, 3).</param>
    /// <param name="pooling">Without the top, what is made of the last feature maps: <c>"avg"</c>, <c>"max"</c>; null for the maps
    /// themselves.</param>
    /// <param name="classes">Number of classes of the top, positive.</param>
    /// <param name="classifierActivation">Activation of the top, by Keras's name; null for the logits. With weights null or
    /// <c>softmax</c>.</param>
    /// <param name="name">Name of the model; null for mobilenetv2_ALPHA_HEIGHT.</param>
    /// <exception cref="ArgumentException">The shape of the images, the pooling or the activation is none that the model can have; or
    /// <paramref name="weights"/> is "imagenet".</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFormatException">The weights of the file do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not positive.</exception>
    public static Model MobileNetV2(Shape? inputShape = null, double alpha = 1, bool includeTop = true, string? weights = null,
        SymbolicTensor? inputTensor = null,
        Choice<FeaturePooling>? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = null)
    {
        Application.CheckAlpha(nameof(MobileNetV2), alpha);
        var application = new Application(nameof(MobileNetV2), includeTop, weights, inputTensor, inputShape, pooling, classifierActivation);
        SymbolicTensor images = application.Images();
        SymbolicTensor x = MobileNetV2Active(images.Conv2D(Channels.Near(32 * alpha), 3, 2, Padding.Same, useBias: false, name: "Conv1"),
            "bn_Conv1", "Conv1_relu");
        x = InvertedResidual(x, 16, alpha, stride: 1, block: 0);
        int block = 1;
        foreach ((int filters, int repeats, int stride) in MobileNetV2Stages)
            for (int i = 0; i < repeats; i++) x = InvertedResidual(x, filters, alpha, i == 0 ? stride : 1, block++);
        // A factor below 1 leaves the last convolution as it is.
        x = MobileNetV2Active(x.Conv2D(alpha > 1 ? Channels.Near(1280 * alpha) : 1280, 1, useBias: false, name: "Conv_1"), "Conv_1_bn",
            "out_relu");
        x = includeTop ? x.GlobalAveragePooling2D().Dense(classes, classifierActivation, name: "predictions") : application.Pool(x);
        return application.Finish(images, x,
            name ?? string.Create(CultureInfo.InvariantCulture, $"mobilenetv2_{alpha:0.00}_{NamedHeight(application)}"));
    }

    private static SymbolicTensor InvertedResidual(SymbolicTensor inputs, int filters, double alpha, int stride, int block)
    {
        const int Expansion = 6;
        SymbolicTensor x = inputs;
        int channels = inputs.Shape[^1], outputs = Channels.Near((int)(filters * alpha));
        string prefix = block == 0 ? "expanded_conv_" : string.Create(CultureInfo.InvariantCulture, $"block_{block}_");
        if (block > 0)
            x = MobileNetV2Active(x.Conv2D(Expansion * channels, 1, padding: Padding.Same, useBias: false, name: prefix + "expand"),
                prefix + "expand_BN", prefix + "expand_relu");
        if (stride == 2) x = x.ZeroPadding2D(Channels.PaddingFor(x, 3), name: prefix + "pad");
        x = MobileNetV2Active(x.DepthwiseConv2D(3, stride, stride == 1 ? Padding.Same : Padding.Valid, useBias: false,
            name: prefix + "depthwise"), prefix + "depthwise_BN", prefix + "depthwise_relu");
        x = MobileNormalized(x.Conv2D(outputs, 1, padding: Padding.Same, useBias: false, name: prefix + "project"), prefix + "project_BN");
        return channels == outputs && stride == 1 ? new Layers.Add(prefix + "add").Apply([inputs, x])[0] : x;
    }

    private static SymbolicTensor MobileNetV2Active(SymbolicTensor x, string normalization, string activation) =>
        MobileNormalized(x, normalization).ReLU(6, name: activation);

    private static SymbolicTensor MobileNormalized(SymbolicTensor x, string name) =>
        x.BatchNormalization(epsilon: MobileNetEpsilon, momentum: MobileNetMomentum, name: name);

    // Keras names the model after the shape that it would give an input, also where a tensor is given instead.
    private static string NamedHeight(Application application)
    {
        if (application.InputShape is { } shape)
            return shape[0] == Shape.Unknown ? "None" : shape[0].ToString(CultureInfo.InvariantCulture);
        if (!application.IncludeTop) return "None";
        return application.InputTensor?.Shape is [_, 96 or 128 or 160 or 192, var width, _] tensor && tensor[1] == width
            ? width.ToString(CultureInfo.InvariantCulture)
            : "224";
    }
}
