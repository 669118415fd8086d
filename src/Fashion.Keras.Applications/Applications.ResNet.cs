namespace Fashion.Keras;

// Source: He et al. 2015, "Deep Residual Learning for Image Recognition"; He et al. 2016, "Identity Mappings in Deep Residual Networks".
public static partial class Applications
{
    private const double ResNetEpsilon = 1.001e-5;

    /// <summary>ResNet50: sixteen residual blocks of three convolutions. 26 million parameters with its top.</summary>
    /// <remarks>
    /// Scale images with <see cref="PreprocessResNet(SymbolicTensor, Choice{DataFormat})"/>. Source: He et al. 2015;
    /// keras.io/api/applications/resnet.
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
    public static Model ResNet50(bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null,
        Shape? inputShape = null, Choice<FeaturePooling>? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "resnet50") =>
        ResNet(new(nameof(ResNet50), includeTop, weights, inputTensor, inputShape, pooling, classifierActivation), [3, 4, 6, 3], classes,
            name);

    /// <summary>ResNet101: 33 residual blocks of three convolutions. 45 million parameters with its top.</summary>
    /// <inheritdoc cref="ResNet50" path="/remarks|/param|/exception"/>
    public static Model ResNet101(bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null,
        Shape? inputShape = null, Choice<FeaturePooling>? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "resnet101") =>
        ResNet(new(nameof(ResNet101), includeTop, weights, inputTensor, inputShape, pooling, classifierActivation), [3, 4, 23, 3], classes,
            name);

    /// <summary>
    /// ResNet50V2: ResNet50 with normalization and activation before each convolution. 26 million parameters with its top.
    /// </summary>
    /// <remarks>
    /// Scale images with <see cref="PreprocessResNetV2(SymbolicTensor, Choice{DataFormat})"/>. Source: He et al. 2016;
    /// keras.io/api/applications/resnet.
    /// </remarks>
    /// <inheritdoc cref="ResNet50" path="/param|/exception"/>
    public static Model ResNet50V2(bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null,
        Shape? inputShape = null, Choice<FeaturePooling>? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "resnet50v2") =>
        ResNet(new(nameof(ResNet50V2), includeTop, weights, inputTensor, inputShape, pooling, classifierActivation), [3, 4, 6, 3], classes,
            name, second: true);

    // The second version normalizes before it adds, and halves the size in the last block of a stack instead of in the first.
    private static Model ResNet(Application application, int[] stacks, int classes, string name, bool second = false)
    {
        SymbolicTensor images = application.Images();
        SymbolicTensor x = images.ZeroPadding2D(3, name: "conv1_pad").Conv2D(64, 7, strides: 2, name: "conv1_conv");
        if (!second) x = Normalized(x, "conv1");
        x = x.ZeroPadding2D(1, name: "pool1_pad").MaxPooling2D(3, 2, name: "pool1_pool");
        foreach ((int stack, int blocks) in stacks.Index())
            for (int block = 1; block <= blocks; block++)
            {
                int filters = 64 << stack;
                string prefix = $"conv{stack + 2}_block{block}";
                if (second)
                    x = SecondBlock(x, filters, stride: block == blocks && stack < stacks.Length - 1 ? 2 : 1, widen: block == 1, prefix);
                else x = FirstBlock(x, filters, stride: block == 1 && stack > 0 ? 2 : 1, widen: block == 1, prefix);
            }
        if (second) x = Normalized(x, "post");
        x = application.IncludeTop
            ? x.GlobalAveragePooling2D(name: "avg_pool").Dense(classes, application.ClassifierActivation, name: "predictions")
            : application.Pool(x, "avg_pool", "max_pool");
        return application.Finish(images, x, name);
    }

    private static SymbolicTensor FirstBlock(SymbolicTensor x, int filters, int stride, bool widen, string prefix)
    {
        SymbolicTensor shortcut = !widen ? x
            : x.Conv2D(4 * filters, 1, stride, name: prefix + "_0_conv").BatchNormalization(epsilon: ResNetEpsilon, name: prefix + "_0_bn");
        x = Normalized(x.Conv2D(filters, 1, stride, name: prefix + "_1_conv"), prefix + "_1");
        x = Normalized(x.Conv2D(filters, 3, padding: Padding.Same, name: prefix + "_2_conv"), prefix + "_2");
        x = x.Conv2D(4 * filters, 1, name: prefix + "_3_conv").BatchNormalization(epsilon: ResNetEpsilon, name: prefix + "_3_bn");
        return new Layers.Add(prefix + "_add").Apply([shortcut, x])[0].Activation("relu", name: prefix + "_out");
    }

    private static SymbolicTensor SecondBlock(SymbolicTensor x, int filters, int stride, bool widen, string prefix)
    {
        SymbolicTensor active = Normalized(x, prefix + "_preact");
        SymbolicTensor shortcut = widen
            ? active.Conv2D(4 * filters, 1, stride, name: prefix + "_0_conv")
            : stride > 1 ? x.MaxPooling2D(1, stride) : x;
        x = Normalized(active.Conv2D(filters, 1, useBias: false, name: prefix + "_1_conv"), prefix + "_1");
        x = Normalized(x.ZeroPadding2D(1, name: prefix + "_2_pad").Conv2D(filters, 3, stride, useBias: false, name: prefix + "_2_conv"),
            prefix + "_2");
        return new Layers.Add(prefix + "_out").Apply([shortcut, x.Conv2D(4 * filters, 1, name: prefix + "_3_conv")])[0];
    }

    private static SymbolicTensor Normalized(SymbolicTensor x, string prefix) =>
        x.BatchNormalization(epsilon: ResNetEpsilon, name: prefix + "_bn").Activation("relu", name: prefix + "_relu");
}
