using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Saving;

/// <summary>
/// Which stored variable belongs to which entry of an optimizer. Keras 3 and tf.keras since 2.11 store weight by weight (with
/// and without the learning rate); before, all first moments came first, then all second ones, with or without the step
/// count, and Keras up to 2.0.2 sorted the weights by their names.
/// </summary>
internal static class OptimizerLayout
{
    /// <summary>Optimizers whose step does not depend on the step count; Keras 1 and 2 stored none for them.</summary>
    private static readonly string[] Stepless = ["RMSprop", "Adagrad", "Adadelta"];

    private static readonly Shape OneNumber = [1];

    /// <summary>Numbers of an optimizer that are no variables: steps and learning rate.</summary>
    private const int NumbersOfOne = 2;

    /// <summary>Pairs of entry and data; entries for which an old layout has nothing are left out.</summary>
    /// <param name="optimizer">A built optimizer.</param>
    /// <param name="stored">The stored variables in order.</param>
    /// <param name="names">Their names; null for Keras 3's files, which number them.</param>
    /// <param name="weightNames">What the file calls the weights, for layouts sorted by name; null when it does not say.</param>
    /// <exception cref="StateMisfitException">They belong to something else.</exception>
    public static (OptimizerEntry Entry, Hdf5Dataset Data)[] Match(Optimizer optimizer, IReadOnlyList<Hdf5Dataset> stored,
        IReadOnlyList<string>? names, Func<Variable, string?>? weightNames)
    {
        IReadOnlyList<OptimizerEntry> entries = optimizer.Entries;
        bool byWeight = names is null || names.Count > 0 && IsByWeight(names[0]);
        if (byWeight && Fits(entries, stored)) return [.. entries.Zip(stored)];
        // An optimizer around another one has counters among its numbers, so only a complete state tells which number is which.
        if (entries.Count(e => e.Variable is null) > NumbersOfOne)
            throw new StateMisfitException($"has {stored.Count} variables instead of {entries.Count}");

        var pairs = new List<(OptimizerEntry, Hdf5Dataset)>();
        Hdf5Dataset[] numbers = [.. stored.Where(s => s.Shape.Rank == 0)], arrays = [.. stored.Where(s => s.Shape.Rank > 0)];
        OptimizerEntry[] kept = [.. entries.Where(e => e.Variable is not null && e.Shape.Rank == 0)],
            slots = [.. entries.Where(e => e.Variable is not null && e.Shape.Rank > 0)];
        bool hasStep = stored.Count > 0 && stored[0].Shape.Rank == 0;
        if (!hasStep && !Stepless.Contains(optimizer.ClassName)) throw new StateMisfitException("has no step count");
        if (hasStep) pairs.Add((entries[0], stored[0]));
        // The learning rate is in the settings too; of the other numbers only what this kind of optimizer keeps is wanted.
        Hdf5Dataset[] others = [.. numbers.Skip(hasStep ? 1 : 0).Where(n => !IsLearningRate(n, stored, names))];
        if (others.Length < kept.Length) throw new StateMisfitException($"has {others.Length} single numbers instead of {kept.Length}");
        pairs.AddRange(kept.Zip(others));

        int weights = optimizer.Weights.Count;
        // Adam kept one number per weight for the maximum that it did not use; SGD without momentum stored momenta of zero.
        bool unused = arrays.Length == slots.Length + weights
            && (slots.Length == 0 || arrays[slots.Length..].All(a => a.Shape == OneNumber));
        if (unused) arrays = arrays[..slots.Length];
        if (arrays.Length == 0 && slots.Length > 0)
            throw new StateMisfitException(
                "has nothing per weight (the model was saved before its first training step, or compiled again)");
        if (arrays.Length != slots.Length) throw new StateMisfitException($"has {stored.Count} variables instead of {entries.Count}");
        OptimizerEntry[][] orders = byWeight
            ? [slots]
            : [BySlot(slots, Enumerable.Range(0, weights)), BySlot(slots, SortedByName(optimizer, weightNames))];
        if (orders.FirstOrDefault(order => Fits(order, arrays)) is { } fitting) return [.. pairs, .. fitting.Zip(arrays)];
        (OptimizerEntry wrong, Hdf5Dataset data) = orders[0].Zip(arrays).First(p => p.Second.Shape != p.First.Shape);
        throw new StateMisfitException($"has the shape {data.Shape} at '{data.Path}', where '{wrong.Path}' is {wrong.Shape}");
    }

    private static bool Fits(IReadOnlyList<OptimizerEntry> entries, IReadOnlyList<Hdf5Dataset> stored) =>
        entries.Count == stored.Count && entries.Zip(stored).All(p => p.First.Shape == p.Second.Shape);

    private static bool IsByWeight(string first) => LastPart(first) is "iteration";

    private static bool IsLearningRate(Hdf5Dataset number, IReadOnlyList<Hdf5Dataset> stored, IReadOnlyList<string>? names) =>
        names is null ? number == stored[1]
            : LastPart(names[stored.Index().First(s => s.Item == number).Index]) is "learning_rate" or "current_learning_rate";

    private static string LastPart(string name) => name[(name.LastIndexOf('/') + 1)..].Split(':')[0];

    private static OptimizerEntry[] BySlot(OptimizerEntry[] slots, IEnumerable<int> weights)
    {
        static string Slot(OptimizerEntry entry) => entry.Path[(entry.Path.LastIndexOf('_') + 1)..];
        int[] order = [.. weights];
        return [.. slots.GroupBy(Slot).Select(g => g.ToArray())
            .SelectMany(slot => slot.Length == order.Length ? order.Select(i => slot[i]) : slot)];
    }

    private static IEnumerable<int> SortedByName(Optimizer optimizer, Func<Variable, string?>? names) =>
        Enumerable.Range(0, optimizer.Weights.Count).OrderBy(i => names?.Invoke(optimizer.Weights[i]) ?? "", StringComparer.Ordinal);
}
