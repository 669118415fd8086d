using System.Globalization;
using System.Numerics.Tensors;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tables.Tests;

/// <summary>Tables as pipelines and as data of models.</summary>
public sealed class TableTests : CsvFiles
{
    private static string Lines(int rows) =>
        "x,k,y\n"
            + string.Concat(Enumerable.Range(0, rows)
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"{i / 8.0:0.000},{i % 3},{i % 2}\n")));

    [Fact]
    public void Batches_HaveAnArrayPerColumn()
    {
        Table table = Read(Lines(10), label: "y");
        DataBatch[] batches = [.. table.Batch(4)];
        Assert.Equal([4, 4, 2], batches.Select(b => b.Y!.Arrays[0].Rows));
        Assert.Equal(["x", "k"], batches[0].X.Names!);
        Assert.All(batches[0].X.Arrays, array => Assert.Equal([4, 1], array.Shape));
        Assert.Equal([4, 1], batches[0].Y!.Arrays[0].Shape);
        Assert.Equal(3, table.Batch(4).Count);
        Assert.Equal(2, table.Batch(4, dropRemainder: true).Count());
        Assert.Equal([4, 2], table.BatchMatrix(4).First().X.Arrays[0].Shape);
        Assert.Equal([0, 0, 0.125, 1, 0.25, 2, 0.375, 0], table.BatchMatrix(4).First().X.Arrays[0].ToDoubles());
    }

    [Fact]
    public void EveryPass_ReadsTheFile_AndALoadedTableDoesNot()
    {
        string path = Write(Lines(5));
        Table streamed = Dataset.FromCsv(path), loaded = streamed.Load();
        Assert.Equal(streamed.Numbers("x"), streamed.Numbers("x"));
        File.Delete(path);
        Assert.Throws<FileNotFoundException>(() => streamed.Count());
        Assert.Equal([0, 0.125f, 0.25f, 0.375f, 0.5f], loaded.Numbers("x"));
        Assert.True(loaded.IsInMemory);
        Assert.Same(loaded, loaded.Load());
    }

    [Fact]
    public void Shuffle_GivesEveryRowOnce_InOtherOrdersPerPass()
    {
        Dataset<TableRow> shuffled = Read(Lines(50)).Shuffle(20, seed: 3);
        float[] first = [.. shuffled.Select(r => r.Number("x"))], second = [.. shuffled.Select(r => r.Number("x"))];
        Assert.NotEqual(first, second);
        Assert.Equal(first.Order(), second.Order());
        Assert.Equal(50, first.Distinct().Count());
    }

    [Fact]
    public void Split_GivesEveryRowToOnePart()
    {
        Table table = Read(Lines(50));
        var (train, valid) = table.Split(0.25, seed: 4);
        Assert.Equal((38, 12), (train.Count, valid.Count));
        float[] x = [.. train.Select(r => r.Number("x"))], held = [.. valid.Select(r => r.Number("x"))];
        Assert.Equal((38, 12), (x.Length, held.Length));
        Assert.Equal(table.Numbers("x"), x.Concat(held).Order());
        Assert.Equal(held, table.Load().Split(0.25, seed: 4).Validation.Select(r => r.Number("x")));
        Assert.NotEqual(held, table.Split(0.25, seed: 5).Validation.Select(r => r.Number("x")));
        Assert.Throws<ArgumentException>(() => table.Split(0.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Split(1));
    }

    [Fact]
    public void AMissingLabel_IsNamed_WhereABatchNeedsIt()
    {
        Table table = Read("x,y\n1,0.5\n2,\n3,1\n", label: "y");
        Assert.Contains("line 3", Assert.Throws<InvalidOperationException>(() => table.Batch(2).Count()).Message, StringComparison.Ordinal);
        Assert.Equal([1, 3], table.Filter(row => !float.IsNaN(row.Number("y"))).BatchMatrix(5).Single().X.Arrays[0].ToDoubles());
    }

    [Fact]
    public void TextsAreNoPartOfAMatrix() =>
        Assert.Contains("'b'", Assert.Throws<InvalidOperationException>(() => Read("a,b\n1,x\n").BatchMatrix(2).Count()).Message,
            StringComparison.Ordinal);

    [Fact]
    public void AModelWithAnInputPerColumn_LearnsAndIsSavedAndPredictsFromARow()
    {
        Table table = Read(Lines(64), label: "y");
        var x = new Normalization();
        x.Adapt(table.Numbers("x"), [64, 1]);
        var model = new Model(table.Inputs, table.Encode(("x", x)).Dense(4, "relu").Dense(1, "sigmoid"));
        Assert.Equal(["x", "k"], model.InputNames);
        model.Compile("adam", "binary_crossentropy", ["accuracy"]);
        History history =
            model.Fit(table.Shuffle(64, seed: 1).Batch(16), epochs: 2, validationData: table.Batch(16), verbose: Verbosity.Silent);
        Assert.All(history["loss"], loss => Assert.True(double.IsFinite(loss)));
        using var folder = new TemporaryFolder();
        model.Save(folder.File("model.keras"));
        Model loaded = Model.Load(folder.File("model.keras"));
        float expected = model.Predict(table.Batch(64), verbose: Verbosity.Silent)[3, 0];
        Assert.Equal(expected, loaded.Predict(table.Row(("x", 0.375f), ("k", 0)), verbose: Verbosity.Silent)[0, 0], 1e-6);
        Assert.Equal(expected, loaded.Predict(TableRow.Of(("k", 0), ("x", 0.375)), verbose: Verbosity.Silent)[0, 0], 1e-6);
        Assert.Equal(expected, loaded.Predict(table.ElementAt(3), verbose: Verbosity.Silent)[0, 0], 1e-6);
    }

    [Fact]
    public void AModelWithOneInput_LearnsFromTheMatrix()
    {
        Table table = Read(Lines(32), label: "y");
        Sequential model = new Sequential().Input(2).Dense(3, "softmax");
        model.Compile("adam", "sparse_categorical_crossentropy");
        Assert.True(double.IsFinite(model.Fit(table.BatchMatrix(8), epochs: 1, verbose: Verbosity.Silent)["loss"][0]));
        Assert.Equal([32, 3], model.Predict(table.BatchMatrix(8), verbose: Verbosity.Silent).Lengths.ToArray().Select(n => (int)n));
    }

    [Fact]
    public void SeveralLabels_GoToTheOutputsByName()
    {
        Table table = Dataset.FromCsv(Write("x,a,b\n1,2,p\n2,3,q\n"), labels: ["b", "a"]);
        DataBatch batch = table.Batch(2).Single();
        Assert.Equal(["b", "a"], batch.Y!.Names!);
        Assert.Equal([0, 1], batch.Y.Arrays[0].ToDoubles());
        Assert.Equal([2, 3], batch.Y.Arrays[1].ToDoubles());
    }

    [Fact]
    public void Row_ChecksItsValues_AndFillsTheOthers()
    {
        Table table = Read("n,t,i,y\n1.5,x,1,0\n2,z,2,1\n", label: "y", options: new CsvOptions { Fills = new() { ["t"] = "none" } });
        TableRow row = table.Row(("i", 7));
        Assert.Equal((float.NaN, "none", 7L), (row.Number("n"), row.Text("t"), row.Integer("i")));
        Assert.Equal(2.5f, table.Row(("i", 7), ("n", 2.5)).Number("n"));
        Assert.Contains("'i'", Assert.Throws<ArgumentException>(() => table.Row(("n", 1f))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => table.Row(("i", 1), ("j", 1)));
        Assert.Throws<ArgumentException>(() => table.Row(("i", 1), ("i", 1)));
        Assert.Throws<ArgumentException>(() => table.Row(("i", 1.5)));
        Assert.Throws<ArgumentException>(() => table.Row(("i", "1")));
        Assert.Throws<ArgumentException>(() => table.Row(("i", 1), ("t", 5)));
        Assert.Throws<ArgumentException>(() => table.Row(("i", 1), ("n", null!)));
        Assert.Throws<ArgumentException>(() => TableRow.Of());
        Assert.Throws<ArgumentException>(() => TableRow.Of(("a", 1), ("a", 2)));
        Assert.Throws<ArgumentException>(() => TableRow.Of(("a", DateTime.Now)));
    }

    [Fact]
    public void Encode_NamesWhatIsWrong()
    {
        Table table = Read("a,t,y\n1,x,0\n2,z,1\n", label: "y");
        Assert.Contains("'t'", Assert.Throws<ArgumentException>(() => table.Encode()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => table.Encode(("y", new Normalization())));
        Assert.Throws<ArgumentException>(() => table.Encode(("b", new Normalization())));
        Assert.Throws<ArgumentException>(() => table.Encode(("a", new Normalization()), ("a", new Normalization())));
    }

    [Fact]
    public void AnErrorInAPass_TellsTheNumberOfTheRow_AndClosesTheFile()
    {
        string path = Write("a\n1\n2\nx\n");
        Table table = Dataset.FromCsv(path, options: new CsvOptions { InferenceRows = 1 });
        Assert.Equal(2L, Assert.Throws<TableFileException>(() => table.Batch(2).Prefetch(2).Count()).Data["sample"]);
        Assert.Single(table.Take(1));
        File.Delete(path);
    }
}
