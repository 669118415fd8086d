using System.Globalization;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;

namespace Fashion.Keras;

// Source: Tan and Le 2019, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks".
public static partial class Applications
{
    private const double EfficientNetSqueeze = 0.25, DropConnectRate = 0.2;

    // Kernel size, repetitions, channels, expansion, stride of the first.
    private static readonly (int KernelSize, int Repeats, int Filters, int Expansion, int Stride)[] EfficientNetStages =
        [(3, 1, 16, 1, 1), (3, 2, 24, 6, 2), (5, 2, 40, 6, 2), (3, 3, 80, 6, 2), (5, 3, 112, 6, 1), (5, 4, 192, 6, 2), (3, 1, 320, 6, 1)];

    // 1 / sqrt of the deviations of ImageNet's colours: the published weights divide by the variance, and the layer before by its root.
    private static readonly double[] ImageNetScale = [1 / Math.Sqrt(0.229), 1 / Math.Sqrt(0.224), 1 / Math.Sqrt(0.225)];

    /// <summary>
    /// EfficientNetB0: sixteen inverted residual blocks with squeeze and excitation. 5.3 million parameters with its top.
    /// </summary>
    /// <remarks>
    /// The images are pixels of 0 to 255: scaling is part of the model. Keras's model of <c>weights="imagenet"</c> has one layer more than
    /// that of a path, which its weights need; <paramref name="imageNetScaling"/> adds it. Source: Tan and Le 2019;
    /// keras.io/api/applications/efficientnet.
    /// </remarks>
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
    /// <param name="name">Name of the model.</param>
    /// <exception cref="ArgumentException">The shape of the images, the pooling or the activation is none that the model can have; or
    /// <paramref name="weights"/> is "imagenet".</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFormatException">The weights of the file do not fit.</exception>
    /// <param name="imageNetScaling">Whether the layer is there that weights from Keras's <c>weights="imagenet"</c> need: a second
    /// rescaling. False as in Keras with a path.</param>
    public static Model EfficientNetB0(bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null,
        Shape? inputShape = null, Choice<FeaturePooling>? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "efficientnetb0", bool imageNetScaling = false)
    {
        var application =
            new Application(nameof(EfficientNetB0), includeTop, weights, inputTensor, inputShape, pooling, classifierActivation);
        SymbolicTensor images = application.Images();
        SymbolicTensor x = images.Rescaling(1 / 255.0).Normalization(axis: [3]);
        if (imageNetScaling) x = new Rescaling(ImageNetScale).Apply(x);
        x = x.ZeroPadding2D(Channels.PaddingFor(x, 3), name: "stem_conv_pad")
            .Conv2D(32, 3, 2, useBias: false, kernelInitializer: EfficientNetKernel(), name: "stem_conv");
        x = x.BatchNormalization(name: "stem_bn").Activation("swish", name: "stem_activation");
        int block = 0, blocks = EfficientNetStages.Sum(s => s.Repeats);
        foreach ((int stage, var (kernelSize, repeats, filters, expansion, stride)) in EfficientNetStages.Index())
            for (int i = 0; i < repeats; i++, block++)
                x = EfficientNetBlock(x, kernelSize, filters, expansion, i == 0 ? stride : 1, DropConnectRate * block / blocks,
                    string.Create(CultureInfo.InvariantCulture, $"block{stage + 1}{(char)('a' + i)}_"));
        x = x.Conv2D(1280, 1, padding: Padding.Same, useBias: false, kernelInitializer: EfficientNetKernel(), name: "top_conv")
            .BatchNormalization(name: "top_bn").Activation("swish", name: "top_activation");
        x = includeTop
            ? x.GlobalAveragePooling2D(name: "avg_pool").Dropout(0.2, name: "top_dropout")
                .Dense(classes, classifierActivation,
                    kernelInitializer: new VarianceScaling(1 / 3.0, FanMode.FanOut, ScalingDistribution.Uniform), name: "predictions")
            : application.Pool(x, "avg_pool", "max_pool");
        return application.Finish(images, x, name);
    }

    private static SymbolicTensor EfficientNetBlock(SymbolicTensor inputs, int kernelSize, int filters, int expansion, int stride,
        double dropRate, string prefix)
    {
        int channels = inputs.Shape[^1], expanded = channels * expansion;
        SymbolicTensor x = inputs;
        if (expansion != 1)
            x = x.Conv2D(expanded, 1, padding: Padding.Same, useBias: false, kernelInitializer: EfficientNetKernel(),
                name: prefix + "expand_conv")
                .BatchNormalization(name: prefix + "expand_bn").Activation("swish", name: prefix + "expand_activation");
        if (stride == 2) x = x.ZeroPadding2D(Channels.PaddingFor(x, kernelSize), name: prefix + "dwconv_pad");
        x = x.DepthwiseConv2D(kernelSize, stride, stride == 2 ? Padding.Valid : Padding.Same, useBias: false,
            depthwiseInitializer: EfficientNetKernel(), name: prefix + "dwconv")
            .BatchNormalization(name: prefix + "bn").Activation("swish", name: prefix + "activation");
        SymbolicTensor factors = x.GlobalAveragePooling2D(name: prefix + "se_squeeze")
            .Reshape(new[] { 1, 1, expanded }, name: prefix + "se_reshape")
            .Conv2D(Math.Max(1, (int)(channels * EfficientNetSqueeze)), 1, padding: Padding.Same, activation: "swish",
                kernelInitializer: EfficientNetKernel(), name: prefix + "se_reduce")
            .Conv2D(expanded, 1, padding: Padding.Same, activation: "sigmoid", kernelInitializer: EfficientNetKernel(),
                name: prefix + "se_expand");
        x = new Multiply(prefix + "se_excite").Apply([x, factors])[0];
        x = x.Conv2D(filters, 1, padding: Padding.Same, useBias: false, kernelInitializer: EfficientNetKernel(),
            name: prefix + "project_conv").BatchNormalization(name: prefix + "project_bn");
        if (stride != 1 || channels != filters) return x;
        // A sample keeps the whole block, or only what goes around it.
        if (dropRate > 0) x = x.Dropout(dropRate, noiseShape: new[] { Shape.Unknown, 1, 1, 1 }, name: prefix + "drop");
        return new Add(prefix + "add").Apply([x, inputs])[0];
    }

    private static VarianceScaling EfficientNetKernel() => new(2, FanMode.FanOut);
}
