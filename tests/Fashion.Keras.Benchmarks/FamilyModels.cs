using Fashion.Keras.Layers;

namespace Fashion.Keras.Benchmarks;

/// <summary>Models of the families that people bring, none of them tuned for; <c>peers/torch_families.py</c> has their twins.</summary>
internal static class FamilyModels
{
    /// <summary>How many different tokens the text has.</summary>
    public const int Words = 20_000;

    /// <summary>Steps of a text.</summary>
    public const int Tokens = 196;

    /// <summary>The model whose targets are its images.</summary>
    public const string AutoencoderName = "autoencoder";

    /// <summary>A compiled model of these, or of <see cref="BenchmarkModels"/>.</summary>
    public static Model Make(string name, int threads, bool profile)
    {
        if (!All.TryGetValue(name, out Func<Model>? family)) return BenchmarkModels.Make(name, threads, profile);
        Model model = family();
        model.Options = new ModelOptions { Threads = threads, Profile = profile };
        if (name == AutoencoderName) model.Compile(optimizer: "adam", loss: "mse");
        else model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    private static Dictionary<string, Func<Model>> All { get; } = new Dictionary<string, Func<Model>>
    {
        ["residual"] = Residual,
        ["separable"] = Separable,
        ["lstm"] = () => Rows().LSTM(128).Dense(10, "softmax"),
        ["gru"] = () => Rows().GRU(64).Dense(10, "softmax"),
        ["bilstm"] = () => new Sequential { new Input([28, 28]), new Bidirectional(new LSTM(64)), new Dense(10, "softmax") },
        ["attention"] = () => Attention(28),
        ["attention196"] = () => Attention(196),
        ["text"] = () => new Sequential().Input(Tokens).Embedding(Words, 64).Conv1D(64, 5, activation: "relu").GlobalMaxPooling1D()
            .Dense(64, "relu").Dense(10, "softmax"),
        [AutoencoderName] = Autoencoder,
        ["densebn"] = () => Rows().Flatten().Dense(256).BatchNormalization().Activation("relu").Dense(256).BatchNormalization()
            .Activation("relu").Dense(10, "softmax"),
    };

    private static Sequential Rows() => new Sequential().Input(28, 28);

    // One block of a transformer over the rows of an image, or over so many pieces of it.
    private static Model Attention(int steps)
    {
        SymbolicTensor rows = Input.Of([28, 28]), x = rows.Reshape([steps, 784 / steps]).Dense(64);
        x = new LayerNormalization(epsilon: 1e-6).Apply(x + new MultiHeadAttention(numHeads: 4, keyDim: 16).Apply(x, x));
        x = new LayerNormalization(epsilon: 1e-6).Apply(x + x.Dense(128, "relu").Dense(64));
        return new Model(rows, x.GlobalAveragePooling1D().Dense(10, "softmax"));
    }

    private static Sequential Autoencoder() => new Sequential().Input(28, 28).Reshape([28, 28, 1])
        .Conv2D(16, 3, 2, padding: Padding.Same, activation: "relu").Conv2D(32, 3, 2, padding: Padding.Same, activation: "relu")
        .Conv2DTranspose(32, 3, 2, padding: Padding.Same, activation: "relu")
        .Conv2DTranspose(16, 3, 2, padding: Padding.Same, activation: "relu")
        .Conv2D(1, 3, padding: Padding.Same, activation: "sigmoid").Reshape([28, 28]);

    private static Model Residual()
    {
        SymbolicTensor images = Input.Of([28, 28]);
        SymbolicTensor x = Convolution(images.Reshape([28, 28, 1]), 16).Activation("relu");
        foreach (int filters in new[] { 16, 32, 64 })
        {
            if (filters > 16) x = Convolution(x, filters, strides: 2).Activation("relu");
            SymbolicTensor inside = Convolution(Convolution(x, filters).Activation("relu"), filters);
            x = (x + inside).Activation("relu");
        }
        return new Model(images, x.GlobalAveragePooling2D().Dense(10, "softmax"));
    }

    private static SymbolicTensor Convolution(SymbolicTensor x, int filters, int strides = 1) =>
        x.Conv2D(filters, 3, strides, padding: Padding.Same, useBias: false).BatchNormalization();

    private static Sequential Separable()
    {
        Sequential model = Rows().Reshape([28, 28, 1]).Conv2D(32, 3, 2, padding: Padding.Same, useBias: false).BatchNormalization()
            .Activation("relu");
        foreach ((int filters, int strides) in new[] { (64, 1), (128, 2), (128, 1) })
            model = model.DepthwiseConv2D(3, strides, padding: Padding.Same, useBias: false).BatchNormalization().Activation("relu")
                .Conv2D(filters, 1, useBias: false).BatchNormalization().Activation("relu");
        return model.GlobalAveragePooling2D().Dense(10, "softmax");
    }
}
