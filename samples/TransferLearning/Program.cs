// Transfer learning: a network that knows five kinds of clothes learns the other five from a few pictures.
using System.Numerics.Tensors;
using Fashion.Keras;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Samples;

const int Known = 5, Few = 50;
string path = Path.Combine(Path.GetTempPath(), "five_classes.keras");
var sample = Sample.Start("transfer learning", args);
var (xKnown, yKnown) = Classes(sample.Train, 0);
var (xFew, yFew) = Classes(sample.Train, Known, Few);
var (xTest, yTest) = Classes(sample.Test, Known);

Console.WriteLine($"The first five classes, on {xKnown.Lengths[0]} pictures:");
Sequential first = Network();
first.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
first.Fit(xKnown, yKnown, epochs: sample.Epochs(3), verbose: Verbosity.Line);
first.Save(path);

Console.WriteLine($"The other five, on {Few} pictures:");
Sequential alone = Network();
alone.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
alone.Fit(xFew, yFew, epochs: 30, verbose: Verbosity.Silent);
Judge("from nothing", alone);

Model trained = Model.Load(path);
trained.Trainable = false;
var tuned = new Model(trained.Inputs, trained.GetLayer("flatten").Output.Dense(Known, "softmax", name: "new_head"));
tuned.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
tuned.Fit(xFew, yFew, epochs: 30, verbose: Verbosity.Silent);
Judge("a new head on frozen convolutions", tuned);

trained.Trainable = true;
tuned.Compile(new Adam(0.0003), "sparse_categorical_crossentropy", ["accuracy"]);
tuned.Fit(xFew, yFew, epochs: 15, verbose: Verbosity.Silent);
Judge("the same, all layers fine-tuned", tuned);

void Judge(string what, Model model)
{
    int trains = model.TrainableWeights.Sum(w => w.Shape.ElementCount);
    Console.WriteLine($"{what,-32} {trains,7:N0} of {model.CountParams():N0} parameters train, test accuracy " +
        $"{model.Evaluate(xTest, yTest, verbose: Verbosity.Silent)["accuracy"]:F4}");
}

static Sequential Network() => new Sequential().Input(28, 28, 1)
    .Conv2D(16, 3, activation: "relu").MaxPooling2D(2).Conv2D(32, 3, activation: "relu").MaxPooling2D(2).Flatten(name: "flatten")
    .Dense(64, "relu").Dropout(0.3).Dense(Known, "softmax", name: "head");

// The pictures of five classes, whose labels then begin at 0.
static (Tensor<float> Images, Tensor<byte> Labels) Classes((Tensor<float> Images, Tensor<byte> Labels) data, int firstClass,
    int most = int.MaxValue)
{
    const int Pixels = 28 * 28;
    int[] rows =
        [.. Enumerable.Range(0, (int)data.Labels.FlattenedLength)
            .Where(i => data.Labels[i] >= firstClass && data.Labels[i] < firstClass + Known).Take(most)];
    var pixels = new float[rows.Length * Pixels];
    for (int i = 0; i < rows.Length; i++) data.Images[rows[i]..(rows[i] + 1), .., ..].FlattenTo(pixels.AsSpan(i * Pixels, Pixels));
    return (Tensor.Create(pixels, [rows.Length, 28, 28, 1]),
        Tensor.Create(rows.Select(row => (byte)(data.Labels[row] - firstClass)).ToArray(), [rows.Length]));
}
