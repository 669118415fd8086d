using System.Globalization;
using System.Numerics.Tensors;
using System.Threading.Channels;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

#pragma warning disable CA1305 // Guides leave out the culture.

namespace Fashion.Keras.Tests.Docs;

/// <summary>The code of the guides, as it stands there: it compiles and runs.</summary>
public sealed partial class GuideCode : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Data()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        Sequential model = Classifier(4, 3);
        (float[,] x, int[] y) = (new float[64, 4], new int[64]);
        string[] files = [.. Enumerable.Range(0, 40).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        string path = _folder.File("rows.csv");
        File.WriteAllLines(path, files.Select(f => $"1,2,3,{f},1"));
        static float[,] NextImages() => new float[8, 4];
        static int[] NextLabels() => new int[8];
        static (float[] Image, int Label) Read(string file) => ([int.Parse(file), 1, 2, 3], 1);
        #region data.md
        model.Fit(x, y, batchSize: 32, epochs: 2);
        #endregion
        #region data.md
        Dataset<DataBatch> train = Dataset.From(files)
            .Shuffle(bufferSize: 1000, seed: 7)
            .Map(Read, parallel: 2)
            .Batch(32)
            .Prefetch(2);
        model.Fit(train, epochs: 2, validationData: Dataset.From(files).Map(Read).Batch(32));
        #endregion
        Tensor<float>[] images = [.. Enumerable.Range(0, 40).Select(i => Tensor.Create(new float[64], [8, 8, 1]))];
        #region data.md
        var augment = new Sequential { new RandomFlip(FlipMode.Horizontal), new RandomRotation(0.1) };
        Dataset<DataBatch> augmented = Dataset.FromIndex(images.Length, i => (images[i], y[i]))
            .Map((image, label) => (augment.Call(image, training: true), label), parallel: 2)
            .Batch(32);
        #endregion
        Assert.Equal([32, 8, 8, 1], augmented.First().X.Arrays[0].Shape);
        #region data.md
        IEnumerable<DataBatch> Batches()
        {
            while (true) yield return (NextImages(), NextLabels());
        }
        model.Fit(Batches(), epochs: 2, stepsPerEpoch: 10);
        #endregion
        #region data.md
        IEnumerable<(float[] X, int Y)> Rows()
        {
            foreach (string line in File.ReadLines(path))
            {
                string[] cells = line.Split(',');
                yield return ([.. cells[..^1].Select(float.Parse)], int.Parse(cells[^1]));
            }
        }
        model.Fit(Rows(), batchSize: 16, epochs: 2);
        #endregion
        #region data.md
        model.Fit(new Scans(files) { Workers = 2, MaxQueueSize = 4 }, epochs: 2);
        #endregion
        var channel = Channel.CreateUnbounded<(float[] X, int Y)>();
        foreach ((float[] X, int Y) row in Rows()) channel.Writer.TryWrite(row);
        channel.Writer.Complete();
        #region data.md
        await model.FitAsync(channel.Reader.ReadAllAsync(token).Batch(16), epochs: 1, cancellationToken: token);
        #endregion
        #region data.md
        Tensor<float> scores = model.Predict(Dataset.From(files).Map(file => Read(file).Image).Batch(32), verbose: Verbosity.Silent);
        #endregion
        Assert.Equal([40, 3], scores.Lengths.ToArray().Select(l => (int)l));
    }

    [Fact]
    public void TrainingSteps()
    {
        Sequential generator = new Sequential().Input(8).Dense(4), discriminator = new Sequential().Input(4).Dense(8, "relu").Dense(1),
            teacher = Classifier(4, 3), student = Classifier(4, 3);
        (float[,] images, int[] numbers) = (new float[40, 4], new int[40]);
        #region training-steps.md
        var bce = new BinaryCrossentropy(fromLogits: true);
        Optimizer dOptimizer = new Adam(1e-3), gOptimizer = new Adam(1e-3);
        TrainStep gan = TrainStep.Define((real, t) =>
        {
            SymbolicTensor fake = generator.Apply(t.RandomNormal([t.BatchSize, 8]));
            SymbolicTensor dLoss = bce.Compute(1, discriminator.Apply(real)) + bce.Compute(0, discriminator.Apply(Ops.StopGradient(fake)));
            SymbolicTensor gLoss = bce.Compute(1, discriminator.Apply(fake));
            t.Minimize(dLoss, discriminator, dOptimizer);
            t.Minimize(gLoss, generator, gOptimizer);
            return new() { ["d_loss"] = dLoss, ["g_loss"] = gLoss };
        });
        gan.Fit(images, epochs: 2, callbacks: new ModelCheckpoint("discriminator.keras"));
        #endregion
        File.Delete("discriminator.keras");
        var labels = new SparseCategoricalCrossentropy(fromLogits: true);
        var optimizer = new Adam();
        var accuracy = new SparseCategoricalAccuracy();
        #region training-steps.md
        TrainStep distillation = TrainStep.Define((x, y, t) =>
        {
            SymbolicTensor wanted = Ops.Softmax(teacher.Apply(x, t.Inference));
            SymbolicTensor logits = student.Apply(x);
            SymbolicTensor loss = labels.Compute(y, logits) - Ops.Mean(Ops.Sum(wanted * Ops.LogSoftmax(logits), axis: -1))
                + t.Penalties(student);
            t.Minimize(loss, student, optimizer);
            t.Count(accuracy, y, logits);
            return new() { ["loss"] = loss };
        });
        distillation.Fit(images, numbers, batchSize: 16, epochs: 2, validationData: (images, numbers));
        #endregion
        Assert.Equal(8, gan.Fit(images, epochs: 3, initialEpoch: 1, verbose: Verbosity.Silent).Epochs.Count * 4);
    }

    [Fact]
    public void TablesAndText()
    {
        string[] texts = ["a lovely film", "what a bore", "funny and touching", "long and dull"];
        float[] labels = [1, 0, 1, 0];
        #region tables-and-text.md
        var vectorize = new TextVectorization(maxTokens: 20_000, outputSequenceLength: 40);
        vectorize.Adapt(texts);
        var classifier = new Sequential
        {
            vectorize,
            new Embedding(20_000, 16, maskZero: true),
            new LSTM(16),
            new Dense(1, activation: "sigmoid"),
        };
        classifier.Compile("adam", "binary_crossentropy", ["accuracy"]);
        classifier.Fit(texts, labels, epochs: 2);
        float p = classifier.Predict(["what a film"])[0, 0];
        #endregion
        Assert.InRange(p, 0, 1);
        #region tables-and-text.md
        var tokenizer = new Tokenizer(numWords: 10_000, oovToken: "<OOV>");
        tokenizer.FitOnTexts(texts);
        Tensor<int> words = Utils.PadSequences(tokenizer.TextsToSequences(texts), maxLength: 40);
        Tokenizer same = Tokenizer.FromJson(tokenizer.ToJson());
        #endregion
        Assert.Equal([4, 40], words.Lengths);
        Assert.Equal(tokenizer.WordIndex, same.WordIndex);
        (string[] towns, long[] codes, float[] ages) = (["Oslo", "Rome", "Bern", "Oslo"], [8001, 8002, 8001, 9000], [12, 40, 71, 35]);
        float[] prices = [1, 2, 3, 1];
        #region tables-and-text.md
        var town = new StringLookup(outputMode: OutputMode.OneHot);
        town.Adapt(towns);
        var code = new IntegerLookup();
        code.Adapt(codes);
        var age = new Normalization();
        age.Adapt(ages);

        SymbolicTensor townInput = Input.Of([1], "town", dtype: "string"), codeInput = Input.Of([1], "code", dtype: "int64"),
            ageInput = Input.Of([1], "age");
        SymbolicTensor features = Merge.Concatenate(
            town.Apply(townInput),
            code.Apply(codeInput).Embedding(code.VocabularySize, 4).Flatten(),
            age.Apply(ageInput),
            ageInput.Discretization([18, 65], outputMode: OutputMode.OneHot));
        var model = new Model([townInput, codeInput, ageInput], features.Dense(16, "relu").Dense(1));
        model.Compile("adam", "mean_squared_error");
        model.Fit([towns, codes, ages], prices, epochs: 2);
        model.Save("prices.keras");
        float price = Model.Load("prices.keras").Predict([new[] { "Rome" }, new[] { 8002L }, new[] { 33f }])[0, 0];
        #endregion
        Assert.Equal(model.Predict([new[] { "Rome" }, new[] { 8002L }, new[] { 33f }], verbose: Verbosity.Silent)[0, 0], price);
        File.Delete("prices.keras");
        #region tables-and-text.md
        vectorize.Call(["what a film", "so dull"]);                                  // numbers of words, one row per text
        town.Call(["Oslo", "Paris"]);                                                // one row per text, Paris at place 0
        var names = new StringLookup(vocabulary: town.GetVocabulary(), invert: true);
        Tensor<string> back = names.Call<string>(new[] { 1, 0 });                    // numbers to texts
        #endregion
        Assert.Equal(["Oslo", "[UNK]"], back.ToArray());
        #region tables-and-text.md
        var plain =
            TextStandardization.Create("no_markup", text => text.Replace("<br />", " ", StringComparison.Ordinal).ToLowerInvariant());
        var pairs = new TextVectorization(standardize: plain, split: "whitespace", ngrams: 2, outputMode: OutputMode.TfIdf);
        pairs.Adapt(Dataset.From(texts));
        #endregion
        Assert.Contains("what a", pairs.GetVocabulary());
    }

    private static Sequential Classifier(int width, int classes)
    {
        var model = new Sequential { Options = new ModelOptions { Output = TextWriter.Null } }.Input(width).Dense(classes, "softmax");
        model.Compile("adam", "sparse_categorical_crossentropy");
        return model;
    }

    private static DataBatch ReadAll(string[] files) => (new float[files.Length, 4], new int[files.Length]);

    #region data.md
    sealed class Scans(string[] files) : DataSequence
    {
        public override int Count => files.Length / 4;

        public override DataBatch this[int index] => ReadAll(files[(index * 4)..(index * 4 + 4)]);
    }
    #endregion
}
