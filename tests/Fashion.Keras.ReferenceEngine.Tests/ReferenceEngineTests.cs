using System.Reflection;
using System.Runtime.CompilerServices;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Reference.Tests;

/// <summary>The reference engine as its users see it: an engine from outside that trains what the library's own trains.</summary>
public sealed class ReferenceEngineTests
{
    [Fact]
    public void Library_DoesNotListTheEngineAmongItsFriends()
    {
        string[] friends =
            [.. typeof(Shape).Assembly.GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName)];
        Assert.Contains("Fashion.Keras.Tests", friends);
        Assert.DoesNotContain(friends, friend => friend.Contains("ReferenceEngine", StringComparison.Ordinal));
    }

    public static TheoryData<string> Models => ["dense", "convolution", "recurrent"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_BothEngines_HaveTheSameLosses(string name)
    {
        History own = Train(name, new ModelOptions { Seed = 3, Threads = 1 }),
            reference = Train(name, new ModelOptions { Seed = 3, Engine = new ReferenceEngine() });
        foreach (string log in (string[])["loss", "accuracy", "val_loss", "val_accuracy"])
            for (int epoch = 0; epoch < 3; epoch++) Assert.Equal(own[log][epoch], reference[log][epoch], 1e-4);
        Assert.True(reference["loss"][2] < reference["loss"][0]);
    }

    [Fact]
    public void Fit_NumberOutOfRange_IsTheErrorOfAllEngines()
    {
        var model = new Sequential { new Embedding(10, 4, inputShape: [3]), new Flatten(), new Dense(1) };
        model.Options = new ModelOptions { Engine = new ReferenceEngine() };
        var e = Assert.Throws<ArgumentException>(() => model.Predict(new int[,] { { 1, 2, 3 }, { 4, 10, 0 } }, verbose: Verbosity.Silent));
        Assert.Contains("the id 10 of sample 1, step 1 is out of range: the table has 10 rows", e.Message, StringComparison.Ordinal);
    }

    private static History Train(string name, ModelOptions options)
    {
        Sequential model = name switch
        {
            "dense" => new Sequential().Input(8, 8, 1).Flatten().Dense(16, "relu").Dropout(0.25, seed: 5).Dense(3, "softmax"),
            "convolution" => new Sequential().Input(8, 8, 1).Conv2D(4, 3, activation: "relu").MaxPooling2D().BatchNormalization().Flatten()
                .Dense(3, "softmax"),
            _ => new Sequential().Input(8, 8, 1).Reshape([8, 8]).LSTM(6).Dense(3, "softmax"),
        };
        model.Options = options;
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        for (int w = 0; w < model.TrainableWeights.Count; w++)
        {
            Variable weight = model.TrainableWeights[w];
            weight.Set([.. Enumerable.Range(0, weight.Shape.ElementCount).Select(i => 0.3f * MathF.Sin(0.7f * i + w))]);
        }
        var x = new float[36, 8, 8, 1];
        int[] y = [.. Enumerable.Range(0, 36).Select(i => i % 3)];
        for (int i = 0; i < x.Length; i++) x[i / 64, i / 8 % 8, i % 8, 0] = MathF.Sin(0.37f * i) + i / 64 % 3 * 0.3f;
        return model.Fit(x, y, batchSize: 12, epochs: 3, verbose: Verbosity.Silent, validationData: (x, y));
    }
}
