using Fashion.Keras.Layers;

namespace Fashion.Keras.Tables.Tests;

/// <summary>Columns of texts and of numbers of categories in a model.</summary>
public sealed class TextColumnTests : CsvFiles
{
    private const string Rows = "town,code,age,y\nRome,7,30,1\n,9,40,0\n\"Bonn, Rhein\",7,,1\nRome,8,20,0\n";

    [Fact]
    public void Encode_ConcatenatesWhatTheLayersGive()
    {
        Table table = Read(Rows, label: "y", options: new CsvOptions { Fills = new() { ["age"] = 25f } });
        var town = new StringLookup(outputMode: OutputMode.OneHot);
        town.Adapt(table.Texts("town"));
        var code = new IntegerLookup(vocabulary: [7, 8], outputMode: OutputMode.OneHot);
        var model = new Model(table.Inputs, table.Encode(("town", town), ("code", code)));
        Assert.Equal(["[UNK]", "Rome", "Bonn, Rhein", ""], town.GetVocabulary());
        float[] expected =
        [
            0, 1, 0, 0, 0, 1, 0, 30,
            0, 0, 0, 1, 1, 0, 0, 40,
            0, 0, 1, 0, 0, 1, 0, 25,
            0, 1, 0, 0, 0, 0, 1, 20,
        ];
        Assert.Equal(expected, model.Predict(table.Batch(3), verbose: Verbosity.Silent).ToArray());
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 25],
            model.Predict(table.Row(("town", "Oslo"), ("code", 7)), verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void AModelOfTextColumns_KeepsItsVocabularyInTheFile()
    {
        string path = Write(Rows);
        Table table = Dataset.FromCsv(path, label: "y", columns: ["town", "code"]);
        var town = new StringLookup();
        town.Adapt(table.Select(row => row.Text("town")));
        var embedded = new Sequential { town, new Embedding(town.VocabularySize, 3) };
        var model =
            new Model(table.Inputs,
                table.Encode(("town", embedded), ("code", new IntegerLookup(vocabulary: [7, 8, 9], outputMode: OutputMode.OneHot)))
                    .Dense(1, "sigmoid"));
        model.Compile("adam", "binary_crossentropy");
        Assert.True(double.IsFinite(model.Fit(table.Shuffle(4, seed: 1).Batch(2), epochs: 2, verbose: Verbosity.Silent)["loss"][1]));
        string file = Path.ChangeExtension(path, ".keras");
        model.Save(file);
        Model loaded = Model.Load(file);
        float[] expected = model.Predict(table.Batch(4), verbose: Verbosity.Silent).ToArray();
        Assert.Equal(expected, loaded.Predict(table.Batch(4), verbose: Verbosity.Silent).ToArray());
        Assert.Equal(expected[2], loaded.Predict(TableRow.Of(("code", 7), ("town", "Bonn, Rhein")), verbose: Verbosity.Silent)[0, 0], 1e-6);
        Assert.NotEqual(expected[0], expected[2]);
    }
}
