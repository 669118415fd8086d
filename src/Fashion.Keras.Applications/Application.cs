using System.Globalization;

namespace Fashion.Keras;

/// <summary>
/// The arguments that all architectures share, and what follows from them: the input, the pooling in place of the top, the weights.
/// </summary>
internal sealed record Application(string Architecture, bool IncludeTop, string? Weights, SymbolicTensor? InputTensor, Shape? InputShape,
    Choice<FeaturePooling>? Pooling, string? ClassifierActivation)
{
    private readonly FeaturePooling? _pooling = Pooling?.Or(default, "pooling");

    private const int SmallestSize = 32;

    /// <summary>Height and width of the images that Keras trained the architecture on.</summary>
    public const int DefaultSize = 224;

    /// <summary>Where the images enter.</summary>
    /// <param name="fixedSize">Whether a top needs images of one size, which then is the default; without a top, and otherwise, the size is
    /// open.</param>
    public SymbolicTensor Images(bool fixedSize = true)
    {
        CheckWeights();
        if (InputShape is { Rank: not 3 })
            throw new ArgumentException($"{Architecture}: inputShape must have three sizes, height, width and channels, not {InputShape}.");
        if (InputShape is { } given && given.Take(2).Any(size => size != Shape.Unknown && size < SmallestSize))
            throw new ArgumentException(
                $"{Architecture}: images must be at least {SmallestSize}x{SmallestSize}, but inputShape is {InputShape}.");
        if (InputTensor is { } tensor)
        {
            if (tensor.Shape.Rank != 4) throw new ArgumentException($"{Architecture}: inputTensor must have the shape (batch, height, " +
                $"width, channels), not {tensor.Shape}.");
            if (InputShape is not null && !tensor.Shape.IsCompatibleWith(InputShape.Prepend()))
                throw new ArgumentException(
                    $"{Architecture}: inputShape {InputShape} does not fit inputTensor, whose shape is {tensor.Shape}.");
            return tensor;
        }
        bool isFixed = IncludeTop && fixedSize;
        Shape shape = InputShape ?? (isFixed ? new[] { DefaultSize, DefaultSize, 3 } : new[] { Shape.Unknown, Shape.Unknown, 3 });
        if (isFixed && !shape.IsKnown)
            throw new ArgumentException($"{Architecture}: with includeTop, inputShape must have no open sizes, but it is {shape}.");
        return Input.Of(shape);
    }

    /// <summary>The end of a model without its top.</summary>
    public SymbolicTensor Pool(SymbolicTensor x, string? averageName = null, string? maxName = null) => _pooling switch
    {
        null => x,
        FeaturePooling.Average => x.GlobalAveragePooling2D(name: averageName),
        FeaturePooling.Max => x.GlobalMaxPooling2D(name: maxName),
        _ => throw new ArgumentException(
            $"{Architecture}: {_pooling} is no pooling; it is null, {nameof(FeaturePooling.Average)} or {nameof(FeaturePooling.Max)}."),
    };

    /// <summary>The model, with the weights of the file.</summary>
    public Model Finish(SymbolicTensor images, SymbolicTensor outputs, string name)
    {
        var model = new Model(InputTensor is null ? images : Utils.GetSourceInputs(images).ToArray(), outputs, name);
        if (Weights is not null) model.LoadWeights(Weights);
        return model;
    }

    /// <summary>Refuses a factor on the channels that is not positive.</summary>
    public static void CheckAlpha(string architecture, double alpha)
    {
        if (!(alpha > 0 && double.IsFinite(alpha)))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha,
                string.Create(CultureInfo.InvariantCulture, $"{architecture}: alpha must be positive, not {alpha}."));
    }

    private void CheckWeights()
    {
        if (Weights is null) return;
        if (Weights == "imagenet")
            throw new ArgumentException($"{Architecture}: weights is null or the path of a file; this package has no trained weights. In " +
                $"Python, keras.applications.{Architecture}(weights=\"imagenet\").save(\"x.keras\") makes a file that Model.Load reads; " +
                "Keras keeps what it downloads in ~/.keras/models.");
        if (!File.Exists(Weights))
            throw new FileNotFoundException($"{Architecture}: weights is null or the path of a file; there is no file '{Weights}'.",
                Weights);
        if (IncludeTop && ClassifierActivation is not (null or "linear" or "softmax"))
            throw new ArgumentException(
                $"{Architecture}: with weights, classifierActivation is null or \"softmax\" as in Keras, not \"{ClassifierActivation}\".");
    }
}
