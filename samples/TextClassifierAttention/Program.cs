// Token ids to a class with a transformer block: reviews of IMDB where they can be had, else sequences that are made up.
using System.Globalization;
using Fashion.Keras;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Samples;

var data = args is ["--made"] ? Tokens.Make(seed: 3) : Tokens.Reviews() ?? Tokens.Make(seed: 3);
Console.WriteLine($"{data.Name}: {data.TrainLabels.Length} sequences of {data.Steps} ids below {data.Words} to train on, " +
    $"{data.TestLabels.Length} to judge by\n");

Utils.SetRandomSeed(1);
const int Width = 32;
SymbolicTensor ids = Input.Of([data.Steps]);
// 0 fills up short sequences: attention and the mean at the end leave those steps out.
SymbolicTensor x = new Embedding(data.Words, Width, maskZero: true).Apply(ids).Then(new Positions());
// Normalized before each part, so that the mask reaches every block.
SymbolicTensor h = x.LayerNormalization();
x = Merge.Add(x, new MultiHeadAttention(numHeads: 2, keyDim: Width / 2, dropout: 0.1).Apply(h, h));
h = x.LayerNormalization().Dense(2 * Width, activation: "relu").Dropout(0.1).Dense(Width);
x = Merge.Add(x, h);
var model = new Model(ids, x.LayerNormalization().GlobalAveragePooling1D().Dense(1, activation: "sigmoid"));
model.Summary();

model.Compile(optimizer: new Adam(0.002), loss: "binary_crossentropy", metrics: ["accuracy"]);
model.Fit(data.Train, data.TrainLabels, batchSize: 32, epochs: data.Epochs, verbose: Verbosity.Line,
    validationData: (data.Test, data.TestLabels),
    callbacks: new EarlyStopping(patience: 3, restoreBestWeights: true));
var (loss, accuracy) = model.Evaluate(data.Test, data.TestLabels, verbose: Verbosity.Silent);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nTest accuracy: {accuracy:0.000}, loss: {loss:0.000}"));

// Python reads the file too, apart from the layer of one's own, whose class it must know.
model.Save("text_classifier.keras");
Model loaded = Model.Load("text_classifier.keras", customObjects: new CustomObjects { _ => new Positions() });
bool same = loaded.Predict(data.Test, verbose: Verbosity.Silent).SequenceEqual(model.Predict(data.Test, verbose: Verbosity.Silent));
Console.WriteLine($"Saved and loaded: {(same ? "the same predictions" : "other predictions")}");
