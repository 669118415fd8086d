namespace Fashion.Keras;

// Source: Simonyan and Zisserman 2014, "Very Deep Convolutional Networks for Large-Scale Image Recognition".
public static partial class Applications
{
    private const int VggUnits = 4096;

    /// <summary>VGG16: thirteen 3x3 convolutions in five blocks, and three dense layers. 138 million parameters with its top.</summary>
    /// <remarks>
    /// Scale images with <see cref="PreprocessVGG16(SymbolicTensor, Choice{DataFormat})"/>. Source: Simonyan and Zisserman 2014;
    /// keras.io/api/applications/vgg.
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
    public static Model VGG16(bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        Choice<FeaturePooling>? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "vgg16")
    {
        var application = new Application(nameof(VGG16), includeTop, weights, inputTensor, inputShape, pooling, classifierActivation);
        SymbolicTensor images = application.Images(), x = images;
        foreach ((int block, int filters,
            int convolutions) in (ReadOnlySpan<(int, int, int)>)[(1, 64, 2), (2, 128, 2), (3, 256, 3), (4, 512, 3), (5, 512, 3)])
        {
            for (int i = 1; i <= convolutions; i++)
                x = x.Conv2D(filters, 3, padding: Padding.Same, activation: "relu", name: $"block{block}_conv{i}");
            x = x.MaxPooling2D(2, 2, name: $"block{block}_pool");
        }
        x = includeTop
            ? x.Flatten(name: "flatten").Dense(VggUnits, "relu", name: "fc1").Dense(VggUnits, "relu", name: "fc2")
                .Dense(classes, classifierActivation, name: "predictions")
            : application.Pool(x);
        return application.Finish(images, x, name);
    }
}
