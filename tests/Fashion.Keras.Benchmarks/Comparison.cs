namespace Fashion.Keras.Benchmarks;

/// <summary>
/// This library and another program in turns on the same machine, so that both see the same neighbours; ratios of medians and
/// of bests are what counts. In the peer's command {model}, {epochs}, {images}, {batch} and {threads} are filled in.
/// </summary>
internal static class Comparison
{
    // All tables of docs/performance.md, but attention over 196 steps, which takes longest.
    private const string All = "tutorial,attempt3,book,attempt4,final,vgg,strided5,wide," +
        "residual,separable,lstm,gru,bilstm,attention,text,autoencoder,densebn";

    public static void Run(Arguments a)
    {
        string peer = a.Text("peer", "");
        if (peer.Length == 0) throw new ArgumentException("compare needs --peer \"COMMAND {model} {epochs} {images} {batch} {threads}\".");
        int turns = a.Number("turns", 3), images = a.Number("images", 20000), epochs = a.Number("epochs", 3),
            threads = a.Number("threads", 2);
        Console.WriteLine(
            "| model | batch | ours, ms/step: median (best) | peer, ms/step: median (best) | ratio of medians | ratio of bests |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (int batch in a.Numbers("batches", "32"))
            foreach (string model in a.List("models", All))
            {
                var ours = new List<double>();
                var theirs = new List<double>();
                for (int turn = 0; turn < turns; turn++)
                {
                    ours.AddRange(EpochLine.Milliseconds(ChildProcess.Self($"step --model {model} --batch {batch} --threads {threads} " +
                        $"--images {images} --epochs {epochs}")));
                    string command = peer.Replace("{model}", model, StringComparison.Ordinal)
                        .Replace("{epochs}", $"{epochs}", StringComparison.Ordinal)
                        .Replace("{images}", $"{images}", StringComparison.Ordinal).Replace("{batch}", $"{batch}", StringComparison.Ordinal)
                        .Replace("{threads}", $"{threads}", StringComparison.Ordinal);
                    theirs.AddRange(EpochLine.Milliseconds(
                        ChildProcess.Run("/bin/sh", $"-c \"{command.Replace("\"", "\\\"", StringComparison.Ordinal)}\"")));
                }
                double our = EpochLine.Median(ours), their = EpochLine.Median(theirs);
                Console.WriteLine($"| {model} | {batch} | {our:F3} ({ours.Min():F3}) | {their:F3} ({theirs.Min():F3}) | {their / our:F1} " +
                    $"| {theirs.Min() / ours.Min():F1} |");
            }
    }
}
