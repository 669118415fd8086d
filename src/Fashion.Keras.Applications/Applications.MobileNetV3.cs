using System.Globalization;
using Fashion.Keras.Layers;

namespace Fashion.Keras;

// Source: Howard et al. 2019, "Searching for MobileNetV3".
public static partial class Applications
{
    // Expansion, channels, kernel size (0: 5, or 3 in minimalistic models), stride, whether it squeezes, whether its activation is hard
    // swish.
    private static readonly MobileNetV3Block[] SmallBlocks =
    [
        new(1, 16, 3, 2, true, false), new(72 / 16.0, 24, 3, 2, false, false), new(88 / 24.0, 24, 3, 1, false, false),
        new(4, 40, 0, 2, true, true), new(6, 40, 0, 1, true, true),
        new(6, 40, 0, 1, true, true), new(3, 48, 0, 1, true, true), new(3, 48, 0, 1, true, true), new(6, 96, 0, 2, true, true),
        new(6, 96, 0, 1, true, true), new(6, 96, 0, 1, true, true),
    ];

    private static readonly MobileNetV3Block[] LargeBlocks =
    [
        new(1, 16, 3, 1, false, false), new(4, 24, 3, 2, false, false), new(3, 24, 3, 1, false, false), new(3, 40, 0, 2, true, false),
        new(3, 40, 0, 1, true, false), new(3, 40, 0, 1, true, false),
        new(6, 80, 3, 2, false, true), new(2.5, 80, 3, 1, false, true), new(2.3, 80, 3, 1, false, true), new(2.3, 80, 3, 1, false, true),
        new(6, 112, 3, 1, true, true), new(6, 112, 3, 1, true, true),
        new(6, 160, 0, 2, true, true), new(6, 160, 0, 1, true, true), new(6, 160, 0, 1, true, true),
    ];

    /// <summary>
    /// MobileNetV3Small: eleven inverted residual blocks with squeeze and excitation. 2.6 million parameters with its top at
    /// <paramref name="alpha"/> 1.
    /// </summary>
    /// <remarks>
    /// The images are pixels of 0 to 255: scaling is part of the model unless <paramref name="includePreprocessing"/> is false. Source:
    /// Howard et al. 2019; keras.io/api/applications/mobilenet.
    /// </remarks>
    /// <param name="alpha">Factor on the channels of the layers, positive.</param>
    /// <param name="minimalistic">Whether the model does without squeeze and excitation, hard swish and 5x5 convolutions.</param>
    /// <param name="dropoutRate">Share that is set to 0 before the last layer of the top, in [0, 1]; 0 for no such layer.</param>
    /// <param name="includePreprocessing">Whether the first layer scales pixels of 0 to 255 to -1 to 1; otherwise the images must be scaled
    /// so.</param>
    /// <param name="includeTop">Whether the classifier at the end is there.</param>
    /// <param name="weights">Path of a file of weights or of a whole model; null for start values.</param>
    /// <param name="inputTensor">Where the images come from, in place of an input of its own; null for a new input.</param>
    /// <param name="inputShape">Height, width and channels of an image, at least 32x32; null for (None, None, 3), with and without the
    /// top.</param>
    /// <param name="pooling">Without the top, what is made of the last feature maps: <c>"avg"</c>, <c>"max"</c>; null for the maps
    /// themselves.</param>
    /// <param name="classes">Number of classes of the top, positive.</param>
    /// <param name="classifierActivation">Activation of the top, by Keras's name; null for the logits. With weights null or
    /// <c>softmax</c>.</param>
    /// <param name="name">Name of the model.</param>
    /// <exception cref="ArgumentException">The shape of the images, the pooling or the activation is none that the model can have; or
    /// <paramref name="weights"/> is "imagenet".</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFormatException">The weights of the file do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not positive, or <paramref name="dropoutRate"/> lies
    /// outside [0, 1].</exception>
    public static Model MobileNetV3Small(Shape? inputShape = null, double alpha = 1, bool minimalistic = false, bool includeTop = true,
        string? weights = null, SymbolicTensor? inputTensor = null,
        int classes = 1000, Choice<FeaturePooling>? pooling = null, double dropoutRate = 0.2, string? classifierActivation = "softmax",
        bool includePreprocessing = true, string name = "MobileNetV3Small") =>
        MobileNetV3(new(nameof(MobileNetV3Small), includeTop, weights, inputTensor, inputShape, pooling, classifierActivation), SmallBlocks,
            1024, alpha, minimalistic, classes, dropoutRate, includePreprocessing, name);

    /// <summary>
    /// MobileNetV3Large: fifteen inverted residual blocks, eight of them with squeeze and excitation. 5.5 million parameters with its top
    /// at <paramref name="alpha"/> 1.
    /// </summary>
    /// <inheritdoc cref="MobileNetV3Small" path="/remarks|/param|/exception"/>
    public static Model MobileNetV3Large(Shape? inputShape = null, double alpha = 1, bool minimalistic = false, bool includeTop = true,
        string? weights = null, SymbolicTensor? inputTensor = null,
        int classes = 1000, Choice<FeaturePooling>? pooling = null, double dropoutRate = 0.2, string? classifierActivation = "softmax",
        bool includePreprocessing = true, string name = "MobileNetV3Large") =>
        MobileNetV3(new(nameof(MobileNetV3Large), includeTop, weights, inputTensor, inputShape, pooling, classifierActivation), LargeBlocks,
            1280, alpha, minimalistic, classes, dropoutRate, includePreprocessing, name);

    private static Model MobileNetV3(Application application, MobileNetV3Block[] blocks, int lastChannels, double alpha, bool minimalistic,
        int classes, double dropoutRate, bool includePreprocessing, string name)
    {
        Application.CheckAlpha(application.Architecture, alpha);
        if (!(dropoutRate is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(dropoutRate), dropoutRate,
                string.Create(CultureInfo.InvariantCulture,
                    $"{application.Architecture}: dropoutRate must be in [0, 1], not {dropoutRate}."));
        // The top is a convolution, so the size may stay open.
        SymbolicTensor images = application.Images(fixedSize: false), x = images;
        if (includePreprocessing) x = x.Rescaling(1 / 127.5, -1);
        x = Activated(MobileNormalized(x.Conv2D(16, 3, 2, Padding.Same, useBias: false, name: "conv"), "conv_bn"), !minimalistic);
        foreach ((int i, MobileNetV3Block block) in blocks.Index()) x = block.Append(x, i, alpha, minimalistic);
        x = Activated(MobileNormalized(x.Conv2D(Channels.Near(x.Shape[^1] * 6), 1, padding: Padding.Same, useBias: false, name: "conv_1"),
            "conv_1_bn"), !minimalistic);
        if (!application.IncludeTop) return application.Finish(images, application.Pool(x, "avg_pool", "max_pool"), name);
        x = Activated(x.GlobalAveragePooling2D(keepDims: true).Conv2D(alpha > 1 ? Channels.Near(lastChannels * alpha) : lastChannels, 1,
            padding: Padding.Same, name: "conv_2"), !minimalistic);
        if (dropoutRate > 0) x = x.Dropout(dropoutRate);
        x = x.Conv2D(classes, 1, padding: Padding.Same, name: "logits").Flatten()
            .Activation(application.ClassifierActivation, name: "predictions");
        return application.Finish(images, x, name);
    }

    private static SymbolicTensor Activated(SymbolicTensor x, bool hardSwish) => hardSwish ? x.Activation("hard_swish") : x.ReLU();

    /// <summary>An inverted residual block.</summary>
    private sealed record MobileNetV3Block(double Expansion, int Filters, int KernelSize, int Stride, bool Squeezes, bool HardSwish)
    {
        private const double SqueezeRatio = 0.25;

        public SymbolicTensor Append(SymbolicTensor inputs, int index, double alpha, bool minimalistic)
        {
            SymbolicTensor x = inputs;
            int channels = inputs.Shape[^1], expanded = Channels.Near(channels * Expansion), outputs = Channels.Near(Filters * alpha);
            int kernelSize = KernelSize > 0 ? KernelSize : minimalistic ? 3 : 5;
            bool hardSwish = HardSwish && !minimalistic;
            string prefix = index == 0 ? "expanded_conv_" : string.Create(CultureInfo.InvariantCulture, $"expanded_conv_{index}_");
            if (index > 0)
                x = Activated(MobileNormalized(x.Conv2D(expanded, 1, padding: Padding.Same, useBias: false, name: prefix + "expand"),
                    prefix + "expand_bn"), hardSwish);
            if (Stride == 2) x = x.ZeroPadding2D(Channels.PaddingFor(x, kernelSize), name: prefix + "depthwise_pad");
            x = x.DepthwiseConv2D(kernelSize, Stride, Stride == 1 ? Padding.Same : Padding.Valid, useBias: false,
                name: prefix + "depthwise");
            x = Activated(MobileNormalized(x, prefix + "depthwise_bn"), hardSwish);
            if (Squeezes && !minimalistic) x = Squeeze(x, expanded, prefix + "squeeze_excite_");
            x = MobileNormalized(x.Conv2D(outputs, 1, padding: Padding.Same, useBias: false, name: prefix + "project"),
                prefix + "project_bn");
            return Stride == 1 && channels == outputs ? new Add(prefix + "add").Apply([inputs, x])[0] : x;
        }

        // Factors of 0 to 1 per channel; the hard sigmoid is written as Keras writes it, in operations between layers.
        private static SymbolicTensor Squeeze(SymbolicTensor inputs, int filters, string prefix)
        {
            SymbolicTensor x = inputs.GlobalAveragePooling2D(keepDims: true, name: prefix + "avg_pool")
                .Conv2D(Channels.Near(filters * SqueezeRatio), 1, padding: Padding.Same, name: prefix + "conv").ReLU(name: prefix + "relu")
                .Conv2D(filters, 1, padding: Padding.Same, name: prefix + "conv_1");
            return new Multiply(prefix + "mul").Apply([inputs, (x + 3).ReLU(6) * (1 / 6.0)])[0];
        }
    }
}
