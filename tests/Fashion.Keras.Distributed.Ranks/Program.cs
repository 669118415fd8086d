// Started by the tests through mpirun: runs scenarios, with "--" between them, and prints what came of them, one line of "name: value"
// each.
namespace Fashion.Keras.Distributed.Ranks;

internal static class Program
{
    // With async=1 as programs with "async Task Main" do it: exceptions and the end come on another thread.
    public static void Main(string[] args)
    {
        string[][] scenarios = [.. string.Join('\n', args).Split("\n--\n").Select(part => part.Split('\n'))];
        var first = new Arguments(scenarios[0]);
        TimeSpan? timeout = first.Number("timeout", 0) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
        if (first.Has("async")) MainAsync(timeout, scenarios).GetAwaiter().GetResult();
        else
        {
            using DataParallel ranks = DataParallel.Start(timeout);
            Run(ranks, scenarios);
        }
    }

    private static async Task MainAsync(TimeSpan? timeout, string[][] scenarios)
    {
        using DataParallel ranks = DataParallel.Start(timeout);
        await Task.Yield();
        Run(ranks, scenarios);
    }

    private static void Run(DataParallel ranks, string[][] scenarios)
    {
        foreach (string[] words in scenarios)
        {
            var arguments = new Arguments(words);
            switch (arguments.Scenario)
            {
                case "hello": Scenarios.Hello(ranks); break;
                case "sums": Scenarios.Sums(ranks, arguments); break;
                case "fit": Scenarios.Fit(ranks, arguments); break;
                case "fail": Failures.Run(ranks, arguments); break;
                default: throw new ArgumentException($"No scenario '{arguments.Scenario}'.");
            }
        }
    }
}
