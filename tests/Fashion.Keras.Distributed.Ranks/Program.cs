// Started by the tests through mpirun: runs scenarios, with "--" between them, and prints what came of them, one line of "name: value"
// each.
using Fashion.Keras.Distributed;
using Fashion.Keras.Distributed.Ranks;

string[][] scenarios = [.. string.Join('\n', args).Split("\n--\n").Select(part => part.Split('\n'))];
TimeSpan? timeout = new Arguments(scenarios[0]).Number("timeout", 0) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
using var ranks = DataParallel.Start(timeout);
foreach (string[] words in scenarios)
{
    var arguments = new Arguments(words);
    switch (arguments.Scenario)
    {
        case "hello": Scenarios.Hello(ranks); break;
        case "sums": Scenarios.Sums(ranks, arguments); break;
        case "fit": Scenarios.Fit(ranks, arguments); break;
        case "fail": Scenarios.Fail(ranks, arguments); break;
        default: throw new ArgumentException($"No scenario '{arguments.Scenario}'.");
    }
}
