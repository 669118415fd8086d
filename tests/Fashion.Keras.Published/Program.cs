// What tests publish ahead of time, trimmed and as one file: it does with files what programs do, and prints a line for each thing
// that came out right.
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Fashion.Keras;
using Fashion.Keras.Callbacks;

if (args is not [var golden, var folder]) throw new ArgumentException("Give the folder of Keras's files, and one to write to.");
Console.WriteLine($"dynamic code: {RuntimeFeature.IsDynamicCodeSupported}");

// Files that real Keras wrote, and what it predicts.
using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(golden, "final_small.json")));
Tensor<float> images = Read("inputs");
float[] expected = Floats(Read("expected"));
Model keras = Model.Load(Path.Combine(golden, "final_small.keras")), h5 = Model.Load(Path.Combine(golden, "final_small.h5"));
Check("predictions of Keras's .keras file", Close(expected, Predict(keras), 1e-5f));
Check("predictions of Keras's .h5 file", Close(expected, Predict(h5), 1e-5f));
foreach (Variable weight in h5.Weights) weight.Set(new float[weight.Shape.ElementCount]);
h5.LoadWeights(Path.Combine(golden, "final_small.weights.h5"));
Check("predictions of Keras's .weights.h5 file", Close(expected, Predict(h5), 1e-5f));
Check("the optimizer goes on", keras.Optimizer is { Iterations: > 0 });

// An epoch of training with a checkpoint and a backup.
int[] labels = [.. Enumerable.Range(0, (int)images.Lengths[0])];
string best = Path.Combine(folder, "best.keras"), backup = Path.Combine(folder, "backup");
History history = keras.Fit(images, labels, epochs: 1, verbose: Verbosity.Silent,
    callbacks: [new ModelCheckpoint(best, monitor: "loss", saveBestOnly: true), new BackupAndRestore(backup, deleteCheckpoint: false)]);
Check("an epoch of training", history["loss"] is [var loss] && double.IsFinite(loss) && !Close(expected, Predict(keras), 1e-5f));
Check("checkpoint", Close(Predict(keras), Predict(Model.Load(best)), 0));
Model again = Model.Load(Path.Combine(golden, "final_small.keras"));
again.Fit(images, labels, epochs: 1, verbose: Verbosity.Silent, callbacks: new BackupAndRestore(backup));
Check("backup", Close(Predict(keras), Predict(again), 0));

// What is saved is what is loaded.
foreach (string name in (string[])["model.keras", "model.h5"])
{
    keras.Save(Path.Combine(folder, name));
    Check(name, Close(Predict(keras), Predict(Model.Load(Path.Combine(folder, name))), 0));
}
keras.SaveWeights(Path.Combine(folder, "model.weights.h5"));
h5.LoadWeights(Path.Combine(folder, "model.weights.h5"));
Check("model.weights.h5", Close(Predict(keras), Predict(h5), 0));

// A damaged file is refused as such.
byte[] damaged = File.ReadAllBytes(Path.Combine(folder, "model.h5"))[..^100];
File.WriteAllBytes(Path.Combine(folder, "damaged.h5"), damaged);
try
{
    Model.Load(Path.Combine(folder, "damaged.h5"));
}
catch (ModelFormatException e)
{
    Check("a damaged file", e.Message.Contains("damaged.h5", StringComparison.Ordinal));
}

float[] Predict(Model model) => Floats(model.Predict(images, verbose: Verbosity.Silent));

Tensor<float> Read(string name)
{
    JsonElement tensor = document.RootElement.GetProperty(name)[0];
    return Tensor.Create([.. tensor.GetProperty("data").EnumerateArray().Select(number => number.GetSingle())],
        [.. tensor.GetProperty("shape").EnumerateArray().Select(size => (nint)size.GetInt32())]);
}

static float[] Floats(Tensor<float> tensor)
{
    var numbers = new float[tensor.FlattenedLength];
    tensor.FlattenTo(numbers);
    return numbers;
}

static bool Close(float[] want, float[] have, float most) =>
    want.Length == have.Length && want.Zip(have).All(pair => Math.Abs(pair.First - pair.Second) <= most);

static void Check(string what, bool right) => Console.WriteLine($"{(right ? "right" : "WRONG")}: {what}");
