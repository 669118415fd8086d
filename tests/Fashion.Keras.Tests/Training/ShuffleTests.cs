using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Training;

/// <summary>
/// In which order Fit takes samples that lie in memory: the loss of sample i is i where input and target belong together.
/// </summary>
public sealed class ShuffleTests
{
    private const int Count = 24;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_Shuffled_TakesEverySampleOnceInAnotherOrderPerEpoch(bool texts)
    {
        int[][] epochs = Orders(texts, shuffle: true);
        int[] sorted = [.. Enumerable.Range(0, Count)];
        foreach (int[] epoch in epochs)
        {
            Assert.Equal(sorted, epoch.Order());
            Assert.NotEqual(sorted, epoch);
        }
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.Equal(epochs, Orders(texts, shuffle: true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_NotShuffled_TakesThemAsTheyLie(bool texts) =>
        Assert.All(Orders(texts, shuffle: false), epoch => Assert.Equal(Enumerable.Range(0, Count), epoch));

    private static int[][] Orders(bool texts, bool shuffle)
    {
        var orders = new List<int[]> { new int[Count], new int[Count] };
        Model model = texts ? OfTexts() : new Sequential { new Input(1), new Dense(1, useBias: false) };
        model.Options = new ModelOptions { Seed = 4 };
        model.Compile("sgd", "mse");
        model.Optimizer!.LearningRate = 0;
        model.TrainableWeights[^1].Set([.. Enumerable.Repeat(1f, model.TrainableWeights[^1].Shape.ElementCount)]);
        float[,] numbers = new float[Count, 1], targets = new float[Count, 1];
        var words = new string[Count, 1];
        for (int i = 0; i < Count; i++)
            (numbers[i, 0], words[i, 0], targets[i, 0]) = (i, $"w{i % 4}", texts ? i % 4 : i);
        for (int i = 0; i < Count; i++) targets[i, 0] -= MathF.Sqrt(i);
        int epochNow = 0;
        double before = 0;
        var watch = new LambdaCallback(
            onEpochBegin: epoch => (epochNow, before) = (epoch, 0),
            onTrainBatchEnd: (batch, logs) =>
            {
                // Logs have the mean over the epoch so far.
                double sum = logs["loss"] * (batch + 1);
                orders[epochNow][batch] = (int)Math.Round(sum - before);
                before = sum;
            });
        ModelData x = texts ? words : numbers;
        model.Fit(x, targets, batchSize: 1, epochs: 2, verbose: Verbosity.Silent, shuffle: shuffle, callbacks: [watch]);
        return [.. orders];
    }

    // Gives i for the word wi.
    private static Model OfTexts()
    {
        SymbolicTensor text = Input.Of([1], dtype: "string");
        SymbolicTensor index = new StringLookup(vocabulary: ["w0", "w1", "w2", "w3"]).Apply(text);
        return new Model(text, (index - 1f).Dense(1, useBias: false));
    }
}
