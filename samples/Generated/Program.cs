// A training set larger than memory: a million pictures, drawn while the model trains, never all there at once.
using System.Diagnostics;
using System.Globalization;
using Fashion.Keras;
using Fashion.Keras.Callbacks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Size = 28;
int pictures = args is [var count] ? int.Parse(count) : 1_000_000;
string[] names = ["circle", "square", "cross"];

// A picture follows from its number alone, so it can be drawn again, and by several threads.
var train = Dataset.Range(pictures).Map(Draw, parallel: 2).Batch(64).Prefetch(4);
var test = Dataset.Range(5_000).Map(i => Draw(pictures + i)).Batch(64);

var model = new Sequential().Input(Size, Size, 1).Conv2D(8, 3, activation: "relu").MaxPooling2D(2).Conv2D(16, 3, activation: "relu")
    .MaxPooling2D(2).Flatten().Dense(3, "softmax");
model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
Console.WriteLine($"{pictures:N0} pictures of {Size} x {Size} would take {(long)pictures * Size * Size * sizeof(float) >> 20:N0} MiB.");
model.Fit(train, verbose: Verbosity.Line, callbacks: new MemoryLine());
var (loss, accuracy) = model.Evaluate(test, verbose: Verbosity.Silent);
Console.WriteLine($"5,000 new pictures: loss {loss:F4}, accuracy {accuracy:F4}");
float[] scores = model.Predict(test, verbose: Verbosity.Silent, steps: 1).ToArray();
Console.WriteLine($"The first of them is a {names[Draw(pictures).Label]}; the model says " +
    $"{string.Join(", ", names.Select((name, i) => $"{name} {scores[i]:P0}"))}");

static (float[,,] Image, int Label) Draw(int number)
{
    var random = new Random(number);
    var image = new float[Size, Size, 1];
    int kind = random.Next(3), radius = random.Next(4, 10), x = random.Next(radius, Size - radius), y = random.Next(radius, Size - radius);
    for (int i = 0; i < Size; i++)
    {
        for (int j = 0; j < Size; j++)
        {
            int dx = Math.Abs(j - x), dy = Math.Abs(i - y);
            bool isInside = kind switch
            {
                0 => dx * dx + dy * dy <= radius * radius,
                1 => dx <= radius && dy <= radius,
                _ => dx <= radius && dy <= radius && Math.Min(dx, dy) <= radius / 3,
            };
            image[i, j, 0] = 0.6f * random.NextSingle() + (isInside ? 0.4f : 0);
        }
    }
    return (image, kind);
}

/// <summary>Prints the memory of the process ten times an epoch.</summary>
internal sealed class MemoryLine : Callback
{
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        int tenth = Parameters.Steps / 10;
        if (tenth == 0 || (batch + 1) % tenth != 0) return;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(
            $"{(batch + 1) / tenth * 10,3} %: loss {logs["loss"]:F4}, accuracy {logs["accuracy"]:F4}, {process.WorkingSet64 >> 20} MiB");
    }
}
