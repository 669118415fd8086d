using System.Globalization;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Saving;

/// <summary>The state of an optimizer in files: steps, learning rate, and what it remembers per weight, in Keras's order.</summary>
internal static class OptimizerState
{
    /// <summary>Keras 3: datasets 0, 1, 2 ...</summary>
    public static void Write(Optimizer optimizer, Hdf5Writer vars)
    {
        vars.SetAttribute("name", optimizer.Name);
        foreach ((int i, OptimizerEntry entry) in optimizer.Entries.Index()) Write(entry, vars, i.ToString(CultureInfo.InvariantCulture), wide: false);
    }

    /// <summary>Whole-model .h5: datasets listed in <c>weight_names</c>; the step counter has 64 bits there.</summary>
    public static void WriteNamed(Optimizer optimizer, Hdf5Writer group)
    {
        IReadOnlyList<OptimizerEntry> entries = optimizer.Entries;
        group.SetAttribute("weight_names", [.. entries.Select(e => e.Path)]);
        foreach (OptimizerEntry entry in entries) Write(entry, group, entry.Path, wide: true);
    }

    /// <summary>Reads Keras 3's form.</summary>
    /// <returns>Assigns what was read; it cannot fail.</returns>
    public static Action Prepare(Optimizer optimizer, Hdf5Group vars)
    {
        IReadOnlyList<OptimizerEntry> entries = optimizer.Entries;
        int found = vars.DatasetNames.Count;
        if (found != entries.Count) throw Wrong(optimizer, vars, $"has {found} variables instead of {entries.Count}");
        return Prepare(optimizer, [.. entries.Select((entry, i) => (entry, vars.Dataset(i.ToString(CultureInfo.InvariantCulture))))], vars);
    }

    /// <summary>Reads the form of whole-model .h5 files, Keras 3's and both of TensorFlow's.</summary>
    /// <returns>Assigns what was read; it cannot fail.</returns>
    public static Action PrepareNamed(Optimizer optimizer, Hdf5Group group, IReadOnlyList<string> names)
    {
        IReadOnlyList<OptimizerEntry> entries = optimizer.Entries;
        OptimizerEntry[] order = names.Count > 0 && LastPart(names[0]) is "iter:0" or "iter" ? BySlot(entries) : [.. entries];
        if (names.Count != order.Length) throw Wrong(optimizer, group, $"has {names.Count} variables instead of {order.Length}");
        return Prepare(optimizer, [.. order.Select((entry, i) => (entry, group.Dataset(names[i])))], group);
    }

    // TensorFlow up to 2.10: no learning rate, and slot by slot (all momenta, then all velocities).
    private static OptimizerEntry[] BySlot(IReadOnlyList<OptimizerEntry> entries)
    {
        static string Slot(OptimizerEntry entry) => entry.Path[(entry.Path.LastIndexOf('_') + 1)..];
        return [entries[0], .. entries.Where(e => e.Variable is not null).GroupBy(Slot).SelectMany(slot => slot)];
    }

    private static string LastPart(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static Action Prepare(Optimizer optimizer, (OptimizerEntry Entry, Hdf5Dataset Data)[] pairs, Hdf5Group group)
    {
        if (pairs.FirstOrDefault(p => p.Data.Shape != p.Entry.Shape) is { Entry: { } wrong } pair) throw Wrong(optimizer, group, $"has the shape {pair.Data.Shape} at '{pair.Data.Path}', where '{wrong.Path}' is {wrong.Shape}");
        long steps = pairs.Where(p => IsStepCount(p.Entry)).Select(p => p.Data.ReadInteger()).Single();
        if (steps < 0) throw Wrong(optimizer, group, "has taken a negative number of steps");
        float[][] values = [.. pairs.Select(p => IsStepCount(p.Entry) ? [] : p.Data.Read(p.Entry.Shape.ElementCount))];
        foreach ((OptimizerEntry entry, float[] value) in pairs.Select((p, i) => (p.Entry, values[i])))
            if (IsLearningRate(entry) && !(float.IsFinite(value[0]) && value[0] >= 0)) throw Wrong(optimizer, group, "has an impossible learning rate");
        return () =>
        {
            double learningRate = optimizer.LearningRate;
            optimizer.Iterations = steps;
            for (int i = 0; i < pairs.Length; i++)
            {
                OptimizerEntry entry = pairs[i].Entry;
                if (entry.Variable is { } slot) slot.Set(values[i]);
                // Stored as float32; the configuration may have the same number with all its digits.
                else if (IsLearningRate(entry) && values[i][0] != (float)learningRate) entry.Write([values[i][0]]);
            }
        };
    }

    private static bool IsStepCount(OptimizerEntry entry) => entry.Variable is null && entry.DType == DType.Int32;

    private static bool IsLearningRate(OptimizerEntry entry) => entry.Variable is null && entry.DType == DType.Float32;

    private static void Write(OptimizerEntry entry, Hdf5Writer group, string name, bool wide)
    {
        if (entry.Variable is { } slot) group.Write(name, slot.Shape, slot.ToArray());
        else if (entry.DType == DType.Int32 && wide) group.Write(name, (long)entry.Read()[0]);
        else if (entry.DType == DType.Int32) group.Write(name, (int)entry.Read()[0]);
        else group.Write(name, (float)entry.Read()[0]);
    }

    private static ModelFormatException Wrong(Optimizer optimizer, Hdf5Group group, string what) =>
        new($"{group.File}: the state of optimizer '{optimizer.Name}' ({optimizer.ClassName}) {what}. To leave it out, load the model with compile: false, or the weights with skipMismatch: true.") { Path = group.File, Entry = group.Path };
}
