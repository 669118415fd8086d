using Fashion.Keras.Layers;
using Fashion.Keras.Reference;

namespace Fashion.Keras.Tests.Engine;

/// <summary>
/// Recurrent loops project their inputs where the projections have no other reader and the samples fill a tile, and nothing else changes.
/// </summary>
public sealed class ProjectedLoopFusionTests
{
    private const int Batch = 16;

    [Theory]
    [InlineData("lstm", Batch, true)]
    [InlineData("gru", Batch, true)]
    [InlineData("rnn", Batch, true)]
    [InlineData("reversed", Batch, true)]
    [InlineData("stacked", Batch + 3, true)]
    [InlineData("stacked", Batch - 1, false)]
    [InlineData("small kernel", Batch, false)]
    public void Fit_ProjectedInputs_AreMadeInTheLoop(string name, int batch, bool fused)
    {
        Model model = Train(name, batch, new ModelOptions { Seed = 5, Profile = true, Threads = 2 });
        string[] operations = [.. model.Profile().SelectMany(p => p.Entries).Select(e => e.Operation)];
        Assert.Equal(fused, operations.Any(o => o.StartsWith("dense + ", StringComparison.Ordinal)
            && o.EndsWith("_loop", StringComparison.Ordinal)));
        float[] predicted = model.Predict(Sequences(batch), batchSize: batch).ToArray();

        Model want = Train(name, batch, new ModelOptions { Seed = 5, Engine = new ReferenceEngine() });
        foreach ((Variable expected, Variable weight) in want.Weights.Zip(model.Weights))
            Assert.Equal(expected.ToArray(), weight.ToArray(), (x, y) => MathF.Abs(x - y) < 2e-4f);
        Assert.Equal(want.Predict(Sequences(batch), batchSize: batch).ToArray(), predicted, (x, y) => MathF.Abs(x - y) < 2e-4f);

        foreach (int threads in new[] { 1, 3, 5 })
        {
            Model other = Train(name, batch, new ModelOptions { Seed = 5, Threads = threads });
            foreach ((Variable expected, Variable weight) in model.Weights.Zip(other.Weights))
                Assert.Equal(expected.ToArray(), weight.ToArray());
            Assert.Equal(predicted, other.Predict(Sequences(batch), batchSize: batch).ToArray());
        }
    }

    private static Model Train(string name, int batch, ModelOptions options)
    {
        SymbolicTensor input = Input.Of([6, 33]);
        SymbolicTensor y = name switch
        {
            "lstm" => input.LSTM(32),
            "gru" => input.GRU(43),
            "rnn" => input.SimpleRNN(128),
            "reversed" => input.LSTM(35, goBackwards: true),
            "stacked" => input.LSTM(32, returnSequences: true).GRU(47, returnSequences: true).LSTM(33),
            _ => input.LSTM(20),
        };
        var model = new Model(input, y.Dense(4, "softmax")) { Options = options };
        model.Compile("sgd", "sparse_categorical_crossentropy");
        var random = new Random(3);
        foreach (Variable weight in model.TrainableWeights)
            weight.Set([.. Enumerable.Range(0, weight.Shape.ElementCount).Select(_ => (random.NextSingle() - 0.5f) / 2)]);
        int[] labels = [.. Enumerable.Range(0, batch).Select(i => i % 4)];
        model.Fit(Sequences(batch), labels, batchSize: batch, epochs: 2,
            verbose: Verbosity.Silent);
        return model;
    }

    private static float[,,] Sequences(int batch)
    {
        var random = new Random(4);
        var sequences = new float[batch, 6, 33];
        for (int b = 0; b < batch; b++)
            for (int t = 0; t < 6; t++)
                for (int i = 0; i < 33; i++) sequences[b, t, i] = random.NextSingle() - 0.3f;
        return sequences;
    }
}
