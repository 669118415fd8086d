namespace Fashion.Keras.Experiments;

/// <summary>A trial that is to be trained: its values and what its model is.</summary>
internal sealed record PlannedTrial(int Number, int Bracket, IReadOnlyDictionary<string, string> Values, string SettingsHash);

/// <summary>Trials that start together, and the number of epochs to which each round trains.</summary>
/// <param name="Trials">All trials of the first round.</param>
/// <param name="Epochs">Epochs of each round, rising.</param>
/// <param name="Factor">One of so many goes on to the next round.</param>
internal sealed record SearchBracket(IReadOnlyList<PlannedTrial> Trials, IReadOnlyList<int> Epochs, int Factor);

/// <summary>Chooses the values of all trials before the first one is trained.</summary>
internal static class SearchPlan
{
    // Draws in a row that give nothing new, after which there is nothing new.
    private const int MostRepetitions = 100;

    public static IReadOnlyList<SearchBracket> Grid(Search search, int maxTrials)
    {
        var trials = new List<PlannedTrial>();
        for (IReadOnlyList<int>? places = []; places is not null;)
        {
            if (trials.Count == maxTrials)
                throw new InvalidOperationException($"Search '{search.Name}': the grid has more than {maxTrials} combinations. Take " +
                    "larger steps, raise maxTrials, or search at random.");
            var source = new GridValues(places);
            trials.Add(Plan(search, trials.Count, 0, source));
            places = source.Next();
        }
        return [new(trials, [search.Epochs], 1)];
    }

    public static IReadOnlyList<SearchBracket> Random(Search search, int trials) => [new(Drawn(search, trials, 0, []), [search.Epochs], 1)];

    public static IReadOnlyList<SearchBracket> Hyperband(Search search, int maxEpochs, int factor)
    {
        int most = 0;
        for (long epochs = factor; epochs <= maxEpochs; epochs *= factor) most++;
        var brackets = new List<SearchBracket>();
        var known = new List<PlannedTrial>();
        for (int s = most; s >= 0; s--)
        {
            int trials = (int)Math.Ceiling((most + 1) / (double)(s + 1) * Math.Pow(factor, s));
            List<PlannedTrial> drawn = Drawn(search, trials, most - s, known);
            if (drawn.Count > 0)
                brackets.Add(
                    new(drawn, [.. Enumerable.Range(0, s + 1).Select(round => (int)Math.Ceiling(maxEpochs / Math.Pow(factor, s - round)))],
                        factor));
            known.AddRange(drawn);
        }
        return brackets;
    }

    private static List<PlannedTrial> Drawn(Search search, int count, int bracket, List<PlannedTrial> before)
    {
        var trials = new List<PlannedTrial>();
        HashSet<string> known = [.. before.Select(Key)];
        // The numbers of the draws go on where the last bracket began to look, so they are never the same.
        for (int draw = 0, repeated = 0; trials.Count < count && repeated < MostRepetitions; draw++)
        {
            PlannedTrial trial =
                Plan(search, before.Count + trials.Count, bracket, new RandomValues(search.Seed, unchecked(bracket * 1_000_003 + draw)));
            bool isNew = known.Add(Key(trial));
            if (isNew) trials.Add(trial);
            repeated = isNew ? 0 : repeated + 1;
        }
        return trials;
    }

    private static string Key(PlannedTrial trial) => string.Join('\n', trial.Values.Select(v => $"{v.Key}={v.Value}"));

    private static PlannedTrial Plan(Search search, int number, int bracket, IValueSource source)
    {
        using SeedSource.Scope seeds = SeedSource.Use(search.Seed);
        var values = new HyperParameters(source);
        Model model = search.Build(values)
            ?? throw new InvalidOperationException($"Search '{search.Name}': the build function gave null instead of a model.");
        var settings = new Dictionary<string, string>(values.Values)
        { ["seed of the search"] = FormattableString.Invariant($"{search.Seed}"), ["objective"] = search.Objective };
        return new(number, bracket, new Dictionary<string, string>(values.Values), SettingsHash.Of(model, settings));
    }
}
