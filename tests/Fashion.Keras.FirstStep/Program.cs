// The first training step on made-up images, or the first epochs, in a program that does nothing else and starts as programs do: what the
// benchmarks' "start" measures, from outside. The clock it compares with was read before the process was made.
using System.Diagnostics;
using System.Globalization;
using Fashion.Keras;
using Fashion.Keras.Benchmarks;

long start = long.Parse(args[0], CultureInfo.InvariantCulture);
double main = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
Sequential model = BenchmarkModels.Make(args[1], threads: int.Parse(args[3], CultureInfo.InvariantCulture));
double built = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
if (args.Length > 4)
{
    Console.WriteLine(FirstEpochs.Run(model, batch: int.Parse(args[2], CultureInfo.InvariantCulture),
        images: int.Parse(args[4], CultureInfo.InvariantCulture)));
    return;
}
var images = new float[int.Parse(args[2], CultureInfo.InvariantCulture), 28, 28];
for (int n = 0; n < images.GetLength(0); n++) images[n, 14, 14] = 1;
var labels = new int[images.GetLength(0)];
double data = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
model.TrainOnBatch(images, labels);
double first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
model.TrainOnBatch(images, labels);
double second = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"main {main:F0} ms, model {built:F0} ms, data {data:F0} ms, first step {first:F0} ms, second {second:F0} ms"));
