// Two classifiers of texts on the same data: a bidirectional LSTM, and a block of attention. Nothing is downloaded.
using Fashion.Keras;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Samples;

const int Train = 20_000, Test = 5_000, Width = 32;
int epochs = args is ["--epochs", var number] ? int.Parse(number) : 5;
var source = new Texts(seed: 7);
var (texts, labels) = source.Make(Train);
var (testTexts, testLabels) = source.Make(Test);
Console.WriteLine($"{Train} texts to train on, {Test} to judge by");

foreach (Model model in new[] { Bidirectional(), Attention() })
{
    Console.WriteLine($"\n{model.Name}: {model.CountParams():N0} parameters");
    model.Options = new ModelOptions { Seed = 1 };
    model.Compile(optimizer: new Adam(2e-3), loss: "binary_crossentropy", metrics: ["accuracy"]);
    model.Fit(texts, labels, batchSize: 64, epochs: epochs, verbose: Verbosity.Line, validationData: (testTexts, testLabels));
    var (loss, accuracy) = model.Evaluate(testTexts, testLabels, verbose: Verbosity.Silent);
    Console.WriteLine($"{model.Name}: test accuracy {accuracy:0.0000}, loss {loss:0.0000}");
}

// The mask of the embedding tells the LSTM which words are filling.
static Model Bidirectional() => new Sequential(name: "bidirectional_lstm")
{
    new Input([Texts.Longest]),
    new Embedding(Texts.Words, Width, maskZero: true),
    new Bidirectional(new LSTM(Width)),
    new Dense(1, activation: "sigmoid"),
};

// A transformer block: every word looks at all others, whatever lies between; the places of words have an embedding of their own.
static Model Attention()
{
    SymbolicTensor input = Input.Of([Texts.Longest]);
    SymbolicTensor words = new Embedding(Texts.Words, Width).Apply(input);
    SymbolicTensor places = new Embedding(Texts.Longest, Width).Apply(input * 0 + Enumerable.Range(0, Texts.Longest).ToArray());
    // Each word with its neighbours: "not good".
    SymbolicTensor x = (words + places).Conv1D(Width, 3, padding: Padding.Same, activation: "relu");
    SymbolicTensor attended = new MultiHeadAttention(numHeads: 4, keyDim: 8).Apply(x, x);
    x = new LayerNormalization(epsilon: 1e-6).Apply(x + attended);
    SymbolicTensor inner = x.Dense(2 * Width, activation: "relu").Dense(Width);
    x = new LayerNormalization(epsilon: 1e-6).Apply(x + inner);
    return new Model(input, x.GlobalAveragePooling1D().Dense(1, activation: "sigmoid"), name: "attention");
}
