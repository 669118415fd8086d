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
    /// <exception cref="StateMisfitException">It belongs to another optimizer or to other weights.</exception>
    public static Action Prepare(Optimizer optimizer, Hdf5Group vars)
    {
        Hdf5Dataset[] stored = [.. Enumerable.Range(0, vars.DatasetNames.Count).Select(i => vars.Dataset(i.ToString(CultureInfo.InvariantCulture)))];
        return Prepare(optimizer, vars, stored, null, null);
    }

    /// <summary>Reads the form of whole-model .h5 files, of any version.</summary>
    /// <param name="optimizer">A built optimizer.</param>
    /// <param name="group">Where the state is.</param>
    /// <param name="names">The variables in order.</param>
    /// <param name="weightNames">What the file calls the weights.</param>
    /// <returns>Assigns what was read; it cannot fail.</returns>
    /// <exception cref="StateMisfitException">It belongs to another optimizer or to other weights.</exception>
    public static Action PrepareNamed(Optimizer optimizer, Hdf5Group group, IReadOnlyList<string> names, Func<Variable, string?> weightNames) =>
        Prepare(optimizer, group, [.. names.Select(group.Dataset)], names, weightNames);

    private static Action Prepare(Optimizer optimizer, Hdf5Group group, Hdf5Dataset[] stored, IReadOnlyList<string>? names, Func<Variable, string?>? weightNames)
    {
        (OptimizerEntry Entry, Hdf5Dataset Data)[] pairs = OptimizerLayout.Match(optimizer, stored, names, weightNames);
        long steps = pairs.Where(p => IsStepCount(p.Entry)).Select(p => p.Data.ReadInteger()).FirstOrDefault();
        if (steps < 0) throw Damaged(optimizer, group, "has taken a negative number of steps");
        float[][] values = [.. pairs.Select(p => IsStepCount(p.Entry) ? [] : p.Data.Read(p.Entry.Shape.ElementCount))];
        foreach ((OptimizerEntry entry, float[] value) in pairs.Select((p, i) => (p.Entry, values[i])))
            if (IsLearningRate(entry) && !(float.IsFinite(value[0]) && value[0] >= 0)) throw Damaged(optimizer, group, "has an impossible learning rate");
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

    private static ModelFormatException Damaged(Optimizer optimizer, Hdf5Group group, string what) =>
        new($"{group.File}: the state of optimizer '{optimizer.Name}' ({optimizer.ClassName}) {what}. To leave it out, load the model with compile: false.") { Path = group.File, Entry = group.Path };
}
