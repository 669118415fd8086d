using System.Diagnostics;
using System.Globalization;
using Fashion.Keras;
using Fashion.Keras.Callbacks;

/// <summary>What the first epoch of a process takes, and those after it.</summary>
internal static class FirstEpochs
{
    private const int Epochs = 4;

    public static string Run(Sequential model, int batch, int images)
    {
        var pixels = new float[images, 28, 28];
        var labels = new int[images];
        for (int n = 0; n < images; n++)
        {
            labels[n] = n % 10;
            for (int i = 0; i < 28; i++)
                for (int j = 0; j < 28; j++) pixels[n, i, j] = ((n + i) * j % 7) / 7f;
        }
        var times = new List<double>();
        long begin = 0;
        var clock = new LambdaCallback(onEpochBegin: _ => begin = Stopwatch.GetTimestamp(),
            onEpochEnd: (_, _) => times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds));
        model.Fit(pixels, labels, batchSize: batch, epochs: Epochs, verbose: Verbosity.Silent, callbacks: clock);
        double later = times.Skip(1).Order().ElementAt((Epochs - 1) / 2);
        return string.Create(CultureInfo.InvariantCulture, $"first epoch {times[0]:F0} ms, later {later:F0} ms");
    }
}
