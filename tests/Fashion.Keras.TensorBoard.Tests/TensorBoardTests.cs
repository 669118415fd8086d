using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.TensorBoards.Tests.Reading;

namespace Fashion.Keras.TensorBoards.Tests;

public sealed class TensorBoardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private List<ReadEvent> Train => ReadEvent.Folder(_folder.File("train"));

    private List<ReadEvent> Validation => ReadEvent.Folder(_folder.File("validation"));

    [Fact]
    public void Epochs_AreWrittenUnderKerasTags()
    {
        Model model = Runs.Dense();
        History history = model.Fit(Runs.X, Runs.Y, batchSize: 10, epochs: 3, validationSplit: 0.25,
            callbacks: [new TensorBoard(_folder.Path, writeGraph: false, writeSummary: false)]);

        Assert.Equal(["epoch_accuracy", "epoch_learning_rate", "epoch_loss"], Train.Select(e => e.Tag).Distinct().Order());
        Assert.Equal(["epoch_accuracy", "epoch_loss", "evaluation_accuracy_vs_iterations", "evaluation_loss_vs_iterations"],
            Validation.Select(e => e.Tag).Distinct().Order());
        Assert.Equal(history["loss"].Select(v => (float)v), Of(Train, "epoch_loss").Select(e => e.Number));
        Assert.Equal(history["val_accuracy"].Select(v => (float)v), Of(Validation, "epoch_accuracy").Select(e => e.Number));
        Assert.Equal([0L, 1, 2], Of(Train, "epoch_loss").Select(e => e.Step));
        Assert.Equal([3L, 6, 9], Of(Validation, "evaluation_loss_vs_iterations").Select(e => e.Step));
        Assert.All(Of(Train, "epoch_learning_rate"), e => Assert.Equal(0.001f, e.Number));
        Assert.All(Train.Concat(Validation), e => Assert.Equal(("scalars", 1, 1), (e.Plugin, e.DataClass, e.Type)));
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(2, 3)]
    [InlineData(4, 1)]
    public void Batches_AreWrittenAtTheirFrequency(int frequency, int count)
    {
        Runs.Dense().Fit(Runs.X, Runs.Y, batchSize: 20, epochs: 3,
            callbacks: [new TensorBoard(_folder.Path, updateFreq: frequency, writeStepsPerSecond: true)]);
        Assert.Equal(Enumerable.Range(1, count).Select(i => (long)i * frequency), Of(Train, "batch_loss").Select(e => e.Step));
        Assert.All(Of(Train, "batch_steps_per_second"), e => Assert.InRange(e.Number, float.Epsilon, float.MaxValue));
        Assert.Equal(count, Of(Train, "batch_steps_per_second").Count);
        Assert.Equal(3, Of(Train, "epoch_steps_per_second").Count);
    }

    [Fact]
    public void WithoutBatches_NoAveragesAreRead()
    {
        var seen = new TensorBoard(_folder.Path);
        Runs.Dense().Fit(Runs.X, Runs.Y, epochs: 2, callbacks: [seen]);
        Assert.Empty(Of(Train, "batch_loss"));
        Assert.False(Directory.Exists(_folder.File("validation")));
    }

    [Fact]
    public void Weights_AreWrittenAsHistogramsAndImages()
    {
        Model model = Runs.Dense();
        model.Fit(Runs.X, Runs.Y, epochs: 3, callbacks: [new TensorBoard(_folder.Path, histogramFreq: 2, writeImages: true)]);
        string[] names = [.. model.Layers.SelectMany(l => l.Weights).Select(w => w.Path)];
        Assert.Equal(4, names.Length);
        foreach (string name in names)
        {
            List<ReadEvent> histograms = Of(Train, $"{name}/histogram"), images = Of(Train, $"{name}/image");
            Assert.Equal([0L, 2], histograms.Select(e => e.Step));
            Assert.All(histograms, h => Assert.Equal((30, 3, "histograms", 2, 2), (h.Shape[0], h.Shape[1], h.Plugin, h.DataClass, h.Type)));
            Assert.All(images, i => Assert.Equal(("images", 3, 7), (i.Plugin, i.DataClass, i.Type)));
        }
        Variable kernel = model.Layers[0].Weights[0];
        Assert.Equal(12, Counts(Of(Train, $"{kernel.Path}/histogram")[^1]).Sum());
        Assert.Equal(["4", "3"], Of(Train, $"{kernel.Path}/image")[0].Texts[..2]);
    }

    [Fact]
    public void Summary_Graph_AndHyperParameters_AreThere()
    {
        Model model = Runs.Dense();
        var values = new Dictionary<string, object> { ["units"] = 3, ["dropout"] = 0.5f, ["optimizer"] = "adam", ["batch norm"] = false };
        model.Fit(Runs.X, Runs.Y, callbacks: [new TensorBoard(_folder.Path, hyperParameters: values)]);

        ReadEvent text = Assert.Single(Of(Train, "summary")), graph = Assert.Single(Of(Train, "keras"));
        Assert.Contains("hidden (Dense)", Assert.Single(text.Texts), StringComparison.Ordinal);
        Assert.Equal(("graph_keras_model", "1", 7), (graph.Plugin, System.Text.Encoding.ASCII.GetString(graph.Content), graph.Type));
        Assert.Equal(model.Name, Model.FromJson(graph.Texts[0]).Name);

        List<ReadEvent> session = ReadEvent.Folder(_folder.Path);
        Assert.Equal(["_hparams_/session_start_info", "_hparams_/session_end_info"], session.Select(e => e.Tag));
        WireMessage start = new WireMessage(session[0].Content).Message(3), end = new WireMessage(session[1].Content).Message(4);
        Dictionary<string, WireMessage> read = start.All(1).Select(e => new WireMessage(e)).ToDictionary(e => e.Text(1), e => e.Message(2));
        Assert.Equal((3.0, 0.5, "adam", 0L),
            (read["units"].Double(2), read["dropout"].Double(2), read["optimizer"].Text(3), read["batch norm"].Whole(4)));
        Assert.Equal(64, start.Text(4).Length);
        Assert.Equal(1, end.Whole(1));
    }

    [Fact]
    public void KilledRun_LeavesWholeRecords()
    {
        var board = new TensorBoard(_folder.Path, updateFreq: "batch");
        int records = 0;
        var look = new LambdaCallback(onTrainBatchEnd: (_, _) => records = Train.Count(e => e.Tag == "batch_loss"));
        Assert.Throws<NotSupportedException>(() => (object)Runs.Dense().Fit(Runs.X, Runs.Y, batchSize: 10, epochs: 2,
            callbacks: [board, look, new LambdaCallback(onEpochEnd: (_, _) => throw new NotSupportedException())]));
        Assert.Equal(4, records);
        Assert.Single(Of(Train, "epoch_loss"));
    }

    [Fact]
    public void EveryRun_HasFilesOfItsOwn()
    {
        Model model = Runs.Dense();
        var board = new TensorBoard(_folder.Path);
        model.Fit(Runs.X, Runs.Y, callbacks: [board]);
        byte[] before = File.ReadAllBytes(Directory.GetFiles(_folder.File("train")).Single());
        string first = Directory.GetFiles(_folder.File("train")).Single();
        model.Fit(Runs.X, Runs.Y, callbacks: [board]);
        Runs.Dense().Fit(Runs.X, Runs.Y, callbacks: [new TensorBoard(_folder.Path)]);
        model.Evaluate(Runs.X, Runs.Y, callbacks: [board]);
        Assert.Equal(3, Directory.GetFiles(_folder.File("train")).Length);
        Assert.Equal(before, File.ReadAllBytes(first));
        Assert.Equal(["evaluation_loss_vs_iterations", "evaluation_accuracy_vs_iterations"], Validation.Select(e => e.Tag));
        Assert.All(Validation, e => Assert.Equal(4, e.Step));
    }

    [Fact]
    public void OwnValues_OfOtherCallbacks_AreInTheSameFile()
    {
        var board = new TensorBoard(_folder.Path);
        Runs.Dense().Fit(Runs.X, Runs.Y, epochs: 2,
            callbacks: [board, new LambdaCallback(onEpochEnd: (epoch, _) => board.Train.Scalar("own", epoch * 2, epoch))]);
        Assert.Equal([0f, 2], Of(Train, "own").Select(e => e.Number));
    }

    [Fact]
    public void ResumedRun_GoesOnCountingBatches()
    {
        string backup = _folder.File("backup"), logs = _folder.File("logs");
        Assert.Throws<NotSupportedException>(() => (object)Runs.Dense().Fit(Runs.X, Runs.Y, batchSize: 10, epochs: 3,
            callbacks: [new TensorBoard(logs, updateFreq: 1), new BackupAndRestore(backup),
                new LambdaCallback(onEpochBegin: epoch => { if (epoch == 2) throw new NotSupportedException(); })]));
        Runs.Dense().Fit(Runs.X, Runs.Y, batchSize: 10, epochs: 3,
            callbacks: [new TensorBoard(logs, updateFreq: 1), new BackupAndRestore(backup)]);
        string[] files = [.. Directory.GetFiles(Path.Combine(logs, "train")).Order(StringComparer.Ordinal)];
        Assert.Equal(2, files.Length);
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7, 8], Of(ReadEvent.File(files[0]), "batch_loss").Select(e => e.Step));
        Assert.Equal([9L, 10, 11, 12], Of(ReadEvent.File(files[1]), "batch_loss").Select(e => e.Step));
        Assert.Equal([2L], Of(ReadEvent.File(files[1]), "epoch_loss").Select(e => e.Step));
    }

    [Fact]
    public void ModelOfNoJson_IsTrainedWithAWarning()
    {
        var output = new StringWriter();
        var model = new Sequential { new Input(4), new Lambda(x => x * 2), new Dense(1) };
        model.Options = new ModelOptions { Output = output };
        model.Compile("sgd", "mse");
        model.Fit(Runs.X, Runs.Y, verbose: Verbosity.Silent, callbacks: [new TensorBoard(_folder.Path)]);
        Assert.Contains("TensorBoard writes no graph", output.ToString(), StringComparison.Ordinal);
        Assert.Empty(Of(Train, "keras"));
        Assert.Single(Of(Train, "epoch_loss"));
    }

    [Fact]
    public void Arguments_AreChecked()
    {
        Assert.Throws<ArgumentException>(() => new TensorBoard(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorBoard(histogramFreq: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorBoard(updateFreq: 0));
        Assert.Contains("\"epochs\"", Assert.Throws<ArgumentException>(() => new TensorBoard(updateFreq: "epochs"))
            .Message, StringComparison.Ordinal);
        Assert.Contains("'units'",
            Assert.Throws<ArgumentException>(() =>
            new TensorBoard(hyperParameters: new Dictionary<string, object> { ["units"] = new int[2] })).Message, StringComparison.Ordinal);
    }

    private static double[] Counts(ReadEvent histogram) => [.. histogram.Doubles.Where((_, i) => i % 3 == 2)];

    private static List<ReadEvent> Of(List<ReadEvent> events, string tag) => [.. events.Where(e => e.Tag == tag)];
}
