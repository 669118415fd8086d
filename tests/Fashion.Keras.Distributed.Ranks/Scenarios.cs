using System.Globalization;
using System.Runtime.InteropServices;
using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Distributed.Ranks;

/// <summary>What ranks are started for.</summary>
internal static class Scenarios
{
    /// <summary>Who and where each rank is.</summary>
    public static void Hello(DataParallel ranks) =>
        Console.WriteLine(
            $"rank {ranks.Rank} of {ranks.Size}, {ranks.LocalRank} of {ranks.LocalSize} on {Environment.MachineName}, {ranks.Library}");

    /// <summary>Sums of any length in the order of the ranks.</summary>
    public static void Sums(DataParallel ranks, Arguments arguments)
    {
        foreach (int length in (int[])[1, 2, 3, 7, 64, 1000, arguments.Number("length", 5000)])
        {
            float[][] all = [.. Enumerable.Range(0, ranks.Size).Select(rank => Numbers(rank, length))];
            float[] own = all[ranks.Rank], mean = [.. own];
            ranks.Average(mean);
            double[] sums = [.. own.Select(v => (double)v)];
            ranks.Sum(sums);
            for (int i = 0; i < length; i++)
            {
                float sum = 0;
                double exact = 0;
                foreach (float[] numbers in all)
                {
                    sum += numbers[i];
                    exact += numbers[i];
                }
                if (mean[i] != sum / ranks.Size || sums[i] != exact)
                    throw new InvalidOperationException(
                        $"Length {length}, place {i}: {mean[i]} and {sums[i]}, not {sum / ranks.Size} and {exact}.");
            }
            byte[] bytes = [.. MemoryMarshal.AsBytes(own.AsSpan())];
            ranks.Broadcast(bytes);
            if (!bytes.AsSpan().SequenceEqual(MemoryMarshal.AsBytes(Numbers(0, length).AsSpan())))
                throw new InvalidOperationException($"Length {length}: not the bytes of rank 0.");
        }
        ranks.Barrier();
        if (ranks.IsFirst) Console.WriteLine("sums: right");
    }

    /// <summary>Trains, then prints hash of the weights, logs and an evaluation.</summary>
    public static void Fit(DataParallel ranks, Arguments arguments)
    {
        var problem = new QuadrantProblem(arguments);
        int accumulate = arguments.Number("accumulate", 0);
        Sequential model = QuadrantProblem.Model(arguments, seed: 3 + 100 * ranks.Rank, accumulate > 0 ? accumulate : null);
        model.Distribute(ranks);
        var given = new List<Callback>();
        if (arguments.Text("backup") is { Length: > 0 } folder)
            given.Add(new BackupAndRestore(folder, arguments.Number("every", 0) is > 0 and var every ? every : null));
        if (arguments.Text("checkpoint") is { Length: > 0 } file)
            given.Add(new ModelCheckpoint(file, monitor: "val_accuracy", mode: MonitorMode.Max, saveBestOnly: true, verbose: true));
        if (arguments.Text("csv") is { Length: > 0 } csv) given.Add(new CsvLogger(csv));
        if (arguments.Has("stop")) given.Add(new EarlyStopping(patience: 1));
        if (arguments.Number("kill", -1) is >= 0 and var step) given.Add(new KilledAfter(step, ranks.Rank == ranks.Size - 1));
        if (arguments.Has("slow")) given.Add(new Slow(ranks.Rank));
        if (arguments.Number("askrank", -1) is >= 0 and var asking) given.Add(new StopsAfter(5, ranks.Rank == asking));
        CallbackList callbacks = given.ToArray();
        int batch = arguments.Number("batch", 24), epochs = arguments.Number("epochs", 3);
        History history = arguments.Text("data") switch
        {
            "stream" =>
                model.Fit(problem.Pairs().Batch(batch), epochs, callbacks: callbacks, validationData: (problem.CheckX, problem.CheckY)),
            "shard" => model.Fit(problem.Pairs().Shard(ranks.Rank, ranks.Size).Batch(batch / ranks.Size), epochs, callbacks: callbacks,
                validationData: ValidationData.From(problem.Checks().Shard(ranks.Rank, ranks.Size).Batch(7))),
            _ => model.Fit(problem.X, problem.Y, batch, epochs, callbacks: callbacks, validationData: (problem.CheckX, problem.CheckY)),
        };
        EvaluationResult result = model.Evaluate(problem.CheckX, problem.CheckY, batchSize: 16);
        string hash = Hash(model.Weights);
        byte[] first = System.Text.Encoding.UTF8.GetBytes(hash);
        ranks.Broadcast(first);
        if (System.Text.Encoding.UTF8.GetString(first) != hash)
            throw new InvalidOperationException("This rank has other weights than rank 0.");
        if (!ranks.IsFirst) return;
        Console.WriteLine($"weights: {hash}");
        Console.WriteLine($"learned: {Hash(model.TrainableWeights)}");
        Console.WriteLine($"epochs: {history.Epochs.Count}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"evaluation: {result.Loss:R} {string.Join(" ", result.Names.Skip(1).Select(n => result[n]))}"));
        foreach (string key in history.Keys)
            Console.WriteLine($"{key}: {string.Join(" ", history[key].Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}");
        Console.WriteLine(
            $"values: {string.Join(" ", model.Weights.SelectMany(w => w.ToArray()).Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}");
    }

    private static string Hash(IEnumerable<Variable> weights) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
            MemoryMarshal.AsBytes(weights.SelectMany(w => w.ToArray()).ToArray().AsSpan())))[..16];

    private static float[] Numbers(int rank, int length)
    {
        var random = new Random(rank * 1000 + length);
        var numbers = new float[length];
        for (int i = 0; i < length; i++) numbers[i] = (float)(random.NextDouble() * 2 - 1);
        return numbers;
    }
}
