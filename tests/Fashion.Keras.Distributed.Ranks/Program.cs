// Started by the tests through mpirun: trains in some way and prints what came of it, one line of "name: value" each.
using Fashion.Keras.Distributed;
using Fashion.Keras.Distributed.Ranks;

var arguments = new Arguments(args);
TimeSpan? timeout = arguments.Number("timeout", 0) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
using var ranks = DataParallel.Start(timeout);
switch (arguments.Scenario)
{
    case "hello": Scenarios.Hello(ranks); break;
    case "sums": Scenarios.Sums(ranks, arguments); break;
    case "fit": Scenarios.Fit(ranks, arguments); break;
    case "fail": Scenarios.Fail(ranks, arguments); break;
    default: throw new ArgumentException($"No scenario '{arguments.Scenario}'.");
}
