using System.Globalization;
using System.Numerics.Tensors;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tables.Tests;

/// <summary>The code of the guide on tables, as it stands there: it compiles and runs. Fashion.Keras.Tests compares the texts.</summary>
public sealed class GuideCode : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // Relative names are those of the guide; all other tests use full ones.
    [Fact]
    public void Tables()
    {
        File.WriteAllLines("passengers.csv", ["name,sex,age,fare,survived", .. Enumerable.Range(0, 40).Select(i =>
            string.Create(CultureInfo.InvariantCulture,
                $"\"Holm, {i}\",{(i % 3 == 0 ? "female" : "male")},{(i % 5 == 0 ? "" : (20 + i) + "")},{i * 1.5},{i % 2}"))]);
        File.WriteAllLines("flowers.csv",
            [.. Enumerable.Range(0, 12).Select(i => $"{i};{i % 4};{i % 3}.5;{(i % 2 == 0 ? "rose" : "tulip")}")]);
        #region tables.md
        Table table = Dataset.FromCsv("passengers.csv", label: "survived", columns: ["sex", "age", "fare"],
            options: new CsvOptions { Fills = new() { ["age"] = 30f, ["sex"] = "unknown" } });
        var (train, valid) = table.Split(validationSplit: 0.2, seed: 7);
        #endregion
        #region tables.md
        var sex = new StringLookup(outputMode: OutputMode.OneHot);
        sex.Adapt(train.Select(row => row.Text("sex")));
        var age = new Normalization();
        age.Adapt(train.Select(row => row.Number("age")));
        var model = new Model(table.Inputs, table.Encode(("sex", sex), ("age", age)).Dense(32, "relu").Dense(1, "sigmoid"));
        model.Compile("adam", "binary_crossentropy", metrics: ["accuracy"]);
        model.Fit(train.Shuffle(1000, seed: 7).Batch(32), epochs: 2, validationData: valid.Batch(32));
        #endregion
        #region tables.md
        model.Save("passengers.keras");
        Model loaded = Model.Load("passengers.keras");
        float chance = loaded.Predict(TableRow.Of(("sex", "female"), ("age", 29), ("fare", 80.5)))[0, 0];
        #endregion
        Assert.InRange(chance, 0, 1);
        #region tables.md
        float[] ages = table.Numbers("age");
        Table inMemory = table.Load();
        Tensor<float> scores = model.Predict(inMemory.Batch(32));
        #endregion
        Assert.Equal((40, 40), (ages.Length, (int)scores.Lengths[0]));
        #region tables.md
        Table flowers = Dataset.FromCsv("flowers.csv", label: "kind", options: new CsvOptions
        {
            HasHeader = false,
            ColumnNames = ["length", "width", "height", "kind"],
            Types = new() { ["length"] = ColumnType.Number },
            Classes = new() { ["kind"] = ["rose", "tulip"] },
        });
        var scale = new Normalization(inputShape: [3]);
        scale.Adapt(flowers.BatchMatrix(4));
        var classifier = new Sequential { scale, new Dense(16, activation: "relu"), new Dense(2, activation: "softmax") };
        classifier.Compile("adam", "sparse_categorical_crossentropy");
        classifier.Fit(flowers.BatchMatrix(4), epochs: 2);
        #endregion
        Assert.Equal([0, 1], flowers.Integers("kind").Distinct());
    }
}
