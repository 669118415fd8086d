// From a CSV file with texts and gaps to a saved model that predicts from one row.
using Fashion.Keras;
using Fashion.Keras.Layers;
using Fashion.Keras.Samples;

if (args is ["--write", var list])
{
    PassengerList.Write(list, 1000);
    return;
}
Utils.SetRandomSeed(7);
string folder = AppContext.BaseDirectory;
string[] texts = ["class", "sex", "port"], numbers = ["age", "family", "fare"];
var options = new CsvOptions { Fills = new() { ["age"] = 30f, ["port"] = "unknown" }, Types = new() { ["family"] = ColumnType.Number } };
Table table = Dataset.FromCsv(Path.Combine(folder, "passengers.csv"), label: "survived", columns: [.. texts, .. numbers], options: options);
foreach (TableColumn column in table.Columns) Console.WriteLine($"{column.Name,-9} {column.Type}{(column.IsLabel ? ", the label" : "")}");
var (train, valid) = table.Split(validationSplit: 0.2, seed: 7);

// What the layers learn of the training rows is saved with the model.
var layers = new List<(string, Layer)>();
foreach (string column in texts)
{
    var lookup = new StringLookup(outputMode: OutputMode.OneHot);
    lookup.Adapt(train.Select(row => row.Text(column)));
    Console.WriteLine($"{column}: {string.Join(", ", lookup.GetVocabulary())}");
    layers.Add((column, lookup));
}
foreach (string column in numbers)
{
    var scale = new Normalization();
    scale.Adapt(train.Select(row => row.Number(column)));
    layers.Add((column, scale));
}
var model = new Model(table.Inputs, table.Encode([.. layers]).Dense(16, "relu").Dropout(0.2).Dense(1, "sigmoid"));
model.Compile("adam", "binary_crossentropy", metrics: ["accuracy"]);
model.Fit(train.Shuffle(1000, seed: 7).Batch(32), epochs: 20, validationData: valid.Batch(32), verbose: Verbosity.Line);

string file = Path.Combine(folder, "passengers.keras");
model.Save(file);
Model loaded = Model.Load(file);
Console.WriteLine("Woman, 29, first class:  " +
    $"{Chance(TableRow.Of(("class", "first"), ("sex", "female"), ("port", "Vigo"), ("age", 29), ("family", 0), ("fare", 75.5))):P1}");
Console.WriteLine("Man, third class, no age: " +
    $"{Chance(table.Row(("class", "third"), ("sex", "male"), ("port", "Leith"), ("family", 2), ("fare", 12))):P1}");

float Chance(TableRow row) => loaded.Predict(row, verbose: Verbosity.Silent)[0, 0];
