using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Tests.Engine;

/// <summary>Small models of odd sizes whose training runs through every fusion rule, and past it.</summary>
internal static class EngineModels
{
    public static IReadOnlyList<string> Names { get; } =
        ["dense", "dense sgd", "pooled", "pooled without relu", "pooled strided", "strided", "winograd", "normalized", "separate",
            "sequence", "projected", "steps"];

    /// <summary>
    /// A compiled model with the same weights at every call, and its data: by default 37 samples, so that the last batch is short.
    /// </summary>
    public static (Sequential Model, float[,,,] X, int[] Y) Make(string name, ModelOptions options, int samples = 37)
    {
        Sequential model = Layers(name);
        model.Options = options;
        model.Compile(name == "dense sgd" ? new Sgd(0.05, momentum: 0.9, nesterov: true) : "adam", "sparse_categorical_crossentropy",
            ["accuracy"]);
        // Nothing comes from the process-wide seed: other tests run at the same time.
        var random = new Random(3);
        model.Build();
        foreach (Variable weight in model.TrainableWeights)
            weight.Set([.. Enumerable.Range(0, weight.Shape.ElementCount)
                .Select(_ => (random.NextSingle() - 0.5f) * 0.4f + (weight.Name == "gamma" ? 1 : 0))]);
        var x = new float[samples, 13, 11, 3];
        for (int i = 0; i < x.Length; i++) x[i / 429, i / 33 % 13, i / 3 % 11, i % 3] = random.NextSingle() - 0.3f;
        int[] y = [.. Enumerable.Range(0, samples).Select(_ => random.Next(5))];
        return (model, x, y);
    }

    private static Sequential Layers(string name)
    {
        Sequential image = new Sequential().Input(13, 11, 3);
        Sequential body = name switch
        {
            "dense" or "dense sgd" => image.Flatten().Dense(70, "relu").Dropout(0.3, seed: 1).Dense(65, "tanh").Dense(33, "sigmoid"),
            "pooled" => new Sequential().Input(13, 11, 3).Conv2D(1, 1).Conv2D(10, 3, padding: Padding.Same, activation: "relu")
                .MaxPooling2D(2).Conv2D(33, 3, activation: "relu").MaxPooling2D(2).Flatten().Dropout(0.2, seed: 2),
            "pooled without relu" => image.Conv2D(20, 3).MaxPooling2D(2).Conv2D(17, 2, useBias: false).MaxPooling2D((1, 2)).Flatten(),
            "pooled strided" => image.Conv2D(40, 5, 2, padding: Padding.Same, activation: "relu").MaxPooling2D((3, 2)).Flatten()
                .Dense(130, "relu"),
            "strided" => image.Conv2D(19, 5, 2, padding: Padding.Same, activation: "relu").AveragePooling2D(2)
                .Conv2D(32, 3, padding: Padding.Same, activation: "tanh").GlobalAveragePooling2D(),
            "winograd" => image.Conv2D(17, 3, activation: "relu").Conv2D(20, 3, padding: Padding.Same, activation: "tanh")
                .Conv2D(33, 3, activation: "relu").MaxPooling2D(2).Conv2D(16, 3, padding: Padding.Same).Flatten(),
            "normalized" => image.Conv2D(16, 3, padding: Padding.Same, useBias: false).BatchNormalization().Activation("relu")
                .MaxPooling2D(3, 2, Padding.Same).Conv2D(24, 3, useBias: false, activation: "elu").Flatten().BatchNormalization(),
            "separate" => image.SeparableConv2D(18, 3, activation: "relu").DepthwiseConv2D(3, padding: Padding.Same)
                .DepthwiseConv2D(3, depthMultiplier: 2).LayerNormalization().GlobalMaxPooling2D(),
            "projected" => image.Reshape([13, 33]).LSTM(32, returnSequences: true).GRU(43),
            "steps" => image.Reshape([13, 33]).Dense(140, "relu").Dense(40, "tanh").Flatten(),
            _ => image.Reshape([13, 33]).LSTM(20, returnSequences: true).GRU(18),
        };
        return body.Dense(5, "softmax");
    }
}
