using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Optimizers.Schedules;

namespace Fashion.Keras.Samples.Studies;

/// <summary>The models of the write-up and their variations, compiled. All take images of shape (28, 28, 1).</summary>
internal static class Models
{
    private static readonly (int Filters, int Layers)[] ModernStages = [(32, 1), (64, 2), (128, 2)];

    /// <summary>One hidden layer, as in the tutorial.</summary>
    public static Model Tutorial(int units = 128) => Compiled(Start().Flatten().Dense(units, "relu"));

    /// <summary>Two hidden layers with dropout: attempt 3 has 256 and 128 units.</summary>
    public static Model TwoHidden(int first, int second) =>
        Compiled(Start().Flatten().Dense(first, "relu").Dropout(0.2).Dense(second, "relu").Dropout(0.2));

    /// <summary>Attempt 4: strided convolutions before a large dense part.</summary>
    public static Model LargeStrided() => Compiled(Strided().Dense(1024, "relu").Dropout(0.2).Dense(256, "relu").Dropout(0.2));

    /// <summary>Strided convolutions before 128 units, with dropout after them unless the rate is 0.</summary>
    public static Model SmallStrided(double rate = 0) => Compiled(Dropped(Strided().Dense(128, "relu"), rate));

    /// <summary>The final model: convolutions of stride 1, a pooling after each.</summary>
    public static Model Final(double rate = 0.3) => Compiled(Dropped(
        Start().Conv2D(32, 3, activation: "relu").MaxPooling2D(2).Conv2D(64, 3, activation: "relu").MaxPooling2D(2).Flatten()
            .Dense(128, "relu"), rate));

    /// <summary>The book's model: one convolution, dropout on its features.</summary>
    public static Model Book(int filters = 10, Padding padding = Padding.Same, int strides = 1, double onFeatures = 0.5,
        double beforeOutput = 0) => Compiled(Dropped(
        Dropped(Start().Conv2D(filters, 3, strides: strides, padding: padding, activation: "relu").MaxPooling2D(2).Flatten(), onFeatures)
            .Dense(100, "relu"), beforeOutput));

    /// <summary>The modern recipe of the sample ModernRecipe; its targets are one-hot.</summary>
    /// <param name="steps">All training steps: the learning rate follows them.</param>
    public static Model Modern(int steps)
    {
        Sequential model = Start().RandomFlip(FlipMode.Horizontal).RandomTranslation(0.04, 0.04, FillMode.Constant, Interpolation.Nearest);
        foreach ((int filters, int layers) in ModernStages)
        {
            for (int i = 0; i < layers; i++)
                model.Conv2D(filters, 3, padding: Padding.Same, useBias: false).BatchNormalization(momentum: 0.9).ReLU();
            model.MaxPooling2D(2);
        }
        model.Flatten().Dropout(0.3).Dense(10, "softmax");
        var schedule =
            new CosineDecay(initialLearningRate: 0.0075, decaySteps: steps - steps / 10, warmupTarget: 0.15, warmupSteps: steps / 10);
        model.Compile(new Sgd(schedule, momentum: 0.9, nesterov: true, weightDecay: 0.0005),
            new CategoricalCrossentropy(labelSmoothing: 0.1), metrics: ["accuracy"]);
        return model;
    }

    /// <summary>The mean of what a model says of an image and of its mirror image.</summary>
    public static Model OfBothViews(Model model)
    {
        SymbolicTensor image = Input.Of([28, 28, 1]);
        SymbolicTensor mirrored = Ops.Flip(image, axis: 2);
        var both = new Model(image, Merge.Average(model.Apply(image), model.Apply(mirrored)));
        both.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return both;
    }

    private static Sequential Start() => new Sequential().Input(28, 28, 1);

    private static Sequential Strided() =>
        Start().Conv2D(32, 3, strides: 2, activation: "relu").Conv2D(64, 3, strides: 2, activation: "relu").MaxPooling2D(2).Flatten();

    private static Sequential Dropped(Sequential model, double rate) => rate == 0 ? model : model.Dropout(rate);

    private static Sequential Compiled(Sequential model)
    {
        model.Dense(10, "softmax").Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }
}
