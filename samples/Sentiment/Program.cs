// Sentences to a sentiment model: words to numbers, an LSTM over them, saved with its vocabulary. Nothing is downloaded.
using Fashion.Keras;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Samples;

var (texts, labels) = Sentences.Make(count: 240, seed: 7);
string[] train = texts[..200], test = texts[200..];
float[] trainLabels = labels[..200], testLabels = labels[200..];
Console.WriteLine($"{train.Length} sentences to train on, {test.Length} to judge by, such as");
foreach ((string text, float label) in train.Zip(trainLabels).Take(3)) Console.WriteLine($"  {(label == 1 ? "good" : "bad ")}  {text}");

// Words that occur in the training sentences alone are known.
var vectorize = new TextVectorization(maxTokens: 1000, outputSequenceLength: 16);
vectorize.Adapt(train);
Console.WriteLine($"\n{vectorize.VocabularySize} words, the most frequent: " +
    $"{string.Join(", ", vectorize.GetVocabulary(includeSpecialTokens: false).Take(8))}\n");

var model = new Sequential
{
    vectorize,
    new Embedding(1000, 16, maskZero: true),
    new LSTM(16),
    new Dense(1, activation: "sigmoid"),
};
model.Options = new ModelOptions { Seed = 1 };
model.Compile(optimizer: new Adam(0.01), loss: "binary_crossentropy", metrics: ["accuracy"]);
model.Fit(train, trainLabels, batchSize: 16, epochs: 20, verbose: Verbosity.Line, validationData: (test, testLabels),
    callbacks: new EarlyStopping(patience: 3, restoreBestWeights: true));
var (loss, accuracy) = model.Evaluate(test, testLabels, verbose: Verbosity.Silent);
Console.WriteLine($"\nTest accuracy: {accuracy:0.000}, loss: {loss:0.000}\n");

// A program that only predicts needs the file alone: it takes sentences.
model.Save("sentiment.keras");
Model loaded = Model.Load("sentiment.keras");
string[] own = ["What a wonderful film!", "The plot was dull, and I hated the music.", "Not a boring minute.", "I was not amused."];
foreach ((string text, float p) in own.Zip(loaded.Predict(own, verbose: Verbosity.Silent))) Console.WriteLine($"  {p:0.00}  {text}");
