using Fashion.Keras.Layers;

namespace Fashion.Keras.Benchmarks;

/// <summary>The write-up's models, and three that no special case was made for.</summary>
internal static class BenchmarkModels
{
    public static IReadOnlyList<string> WriteUp { get; } = ["tutorial", "attempt3", "attempt4", "final", "book"];

    public static IReadOnlyList<string> Others { get; } = ["vgg", "strided5", "wide"];

    /// <summary>A compiled model: Adam, sparse crossentropy, accuracy.</summary>
    public static Sequential Make(string name, int threads, bool profile = false)
    {
        Sequential model = name switch
        {
            "tutorial" => Tutorial(),
            "attempt3" => Attempt3(),
            "attempt4" => Attempt4(),
            "final" => Final(),
            "book" => Book(),
            "vgg" => Vgg(),
            "strided5" => Strided5(),
            "wide" => Wide(),
            "tenmillion" => TenMillion(),
            _ => throw new ArgumentException($"Unknown model '{name}'. Known: {string.Join(", ", WriteUp.Concat(Others))}."),
        };
        model.Dense(10, "softmax");
        model.Options = new ModelOptions { Threads = threads, Profile = profile };
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    private static Sequential Tutorial() => Flat().Dense(128, "relu");

    private static Sequential Attempt3() => Flat().Dense(256, "relu").Dropout(0.2).Dense(128, "relu").Dropout(0.2);

    private static Sequential Attempt4() => Image().Conv2D(32, 3, 2, activation: "relu").Conv2D(64, 3, 2, activation: "relu")
        .MaxPooling2D(2).Flatten()
        .Dense(1024, "relu").Dropout(0.2).Dense(256, "relu").Dropout(0.2);

    private static Sequential Final() => Image().Conv2D(32, 3, activation: "relu").MaxPooling2D(2).Conv2D(64, 3, activation: "relu")
        .MaxPooling2D(2).Flatten()
        .Dense(128, "relu").Dropout(0.3);

    private static Sequential Book() =>
        Image().Conv2D(10, 3, padding: Padding.Same, activation: "relu").MaxPooling2D(2).Flatten().Dropout(0.5).Dense(100, "relu");

    private static Sequential Vgg() =>
        Block(Block(Image(), 32), 32).MaxPooling2D(2).Then(Block, 64).MaxPooling2D(2).Flatten().Dense(128, "relu").Dropout(0.5);

    private static Sequential Strided5() => Image().Conv2D(16, 5, 2, padding: Padding.Same, activation: "relu").AveragePooling2D(2)
        .Conv2D(32, 5, padding: Padding.Same, activation: "relu").AveragePooling2D(2).Flatten().Dense(64, "tanh");

    private static Sequential Wide() => Flat().Dense(512, "relu").Dense(512, "relu");

    private static Sequential TenMillion() => Flat().Dense(2816, "relu").Dense(2816, "relu");

    private static Sequential Flat() => new Sequential().Input(28, 28).Flatten();

    private static Sequential Image() => new Sequential().Input(28, 28, 1);

    private static Sequential Block(Sequential model, int filters) =>
        model.Conv2D(filters, 3, padding: Padding.Same, useBias: false).BatchNormalization().Activation("relu");

    private static Sequential Then(this Sequential model, Func<Sequential, int, Sequential> part, int filters) => part(model, filters);
}
