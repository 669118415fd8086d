using System.Diagnostics;

namespace Fashion.Keras.Benchmarks;

/// <summary>
/// Prediction in turns with ONNX Runtime, in one process and with the same weights. Times are means over some 20 milliseconds of calls;
/// medians and bests are over all turns.
/// </summary>
internal static class InferenceBenchmark
{
    private const string Models = "final,residual,separable,lstm,gru,bilstm,attention,text,autoencoder,densebn";

    public static void Run(Arguments a)
    {
        int turns = a.Number("turns", 3), threads = a.Number("threads", 2), busy = a.Number("busy", 0);
        var time = TimeSpan.FromMilliseconds(a.Number("milliseconds", 500));
        int[] batches = a.Numbers("batches", "1,32,256");
        using var others = new BusyThreads(busy);
        Console.WriteLine($"milliseconds per batch, {threads} threads each, {busy} other threads that compute\n");
        Console.WriteLine("| model | batch | ours: median (best) | ONNX Runtime: median (best) | ratio of medians | ratio of bests | " +
            "difference |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (string name in a.List("models", Models))
        {
            Model model = FamilyModels.Make(name, Threads(threads), profile: false);
            ChangeStatistics(model);
            using Predictor predictor = model.ToPredictor(model.Options with { Profile = a.Number("profile", 0) > 0 });
            using var session = new OnnxSession(model, threads);
            foreach (int batch in batches) Compare(name, predictor, session, batch, turns, time);
            foreach (ModelProfile profile in predictor.Profile()) Console.WriteLine(profile);
        }
    }

    // The engine decides itself whether a plan is worth all cores, if it is left to it.
    private static int Threads(int threads) => threads == Environment.ProcessorCount ? 0 : threads;

    private static void Compare(string name, Predictor predictor, OnnxSession session, int batch, int turns, TimeSpan time)
    {
        Shape inputShape = [batch, .. predictor.InputShapes[0][1..]], outputShape = [batch, .. predictor.OutputShapes[0][1..]];
        float[] input = Input(name, batch), ours = new float[outputShape.ElementCount], theirs = new float[ours.Length];
        using OnnxSession.Call call = session.On(input, inputShape, theirs, outputShape);
        predictor.Predict(input, ours);
        call.Run();
        double difference = ours.Zip(theirs, (left, right) => Math.Abs((double)left - right)).Max();

        var own = new List<double>();
        var peer = new List<double>();
        for (int turn = 0; turn < turns; turn++)
        {
            Measure(() => predictor.Predict(input, ours), time, own);
            Measure(call.Run, time, peer);
        }
        double our = EpochLine.Median(own), their = EpochLine.Median(peer);
        Console.WriteLine($"| {name} | {batch} | {our:F3} ({own.Min():F3}) | {their:F3} ({peer.Min():F3}) | {our / their:F2} " +
            $"| {own.Min() / peer.Min():F2} | {difference:E1} |");
    }

    private static void Measure(Action call, TimeSpan time, List<double> milliseconds)
    {
        // Whose turn it was before may still spin.
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < 20) call();
        start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            int calls = 0;
            long first = Stopwatch.GetTimestamp();
            TimeSpan spent = TimeSpan.Zero;
            for (; spent.TotalMilliseconds < 20; spent = Stopwatch.GetElapsedTime(first), calls++) call();
            milliseconds.Add(spent.TotalMilliseconds / calls);
        }
    }

    private static float[] Input(string name, int batch)
    {
        var (images, _) = BenchmarkData.Test(batch);
        if (name == "text") return [.. BenchmarkData.Texts(images).Cast<int>().Select(word => (float)word)];
        return [.. images.Cast<float>()];
    }

    // Means of 0 and variances of 1, with which a layer begins, would hide mistakes.
    private static void ChangeStatistics(Model model)
    {
        var random = new Random(1);
        foreach (Variable variable in model.NonTrainableWeights)
        {
            if (variable.Name is not ("moving_mean" or "moving_variance")) continue;
            float first = variable.Name == "moving_mean" ? -0.5f : 0.5f;
            variable.Set([.. Enumerable.Range(0, variable.Shape.ElementCount).Select(_ => first + random.NextSingle())]);
        }
    }
}
