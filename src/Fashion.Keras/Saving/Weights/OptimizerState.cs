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
        foreach ((int i, OptimizerEntry entry) in optimizer.Entries.Index())
            Write(entry, vars, i.ToString(CultureInfo.InvariantCulture), wide: false);
    }

    /// <summary>Whole-model .h5: datasets listed in <c>weight_names</c>; the step counter has 64 bits there.</summary>
    public static void WriteNamed(Optimizer optimizer, Hdf5Writer group)
    {
        IReadOnlyList<OptimizerEntry> entries = optimizer.Entries;
        string[] names = Distinct([.. entries.Select(e => e.Path)]);
        group.SetAttribute("weight_names", names);
        for (int i = 0; i < names.Length; i++) Write(entries[i], group, names[i], wide: true);
    }

    // Adafactor names two variables of a weight alike; Keras cannot save them in this form.
    private static string[] Distinct(string[] paths)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. paths.Select(path =>
        {
            string name = path;
            for (int i = 1; !taken.Add(name); i++) name = string.Create(CultureInfo.InvariantCulture, $"{path}_{i}");
            return name;
        })];
    }

    /// <summary>Reads Keras 3's form.</summary>
    /// <param name="optimizer">A built optimizer.</param>
    /// <param name="vars">Where the state is.</param>
    /// <param name="late">Whether the arrays are read only when they are assigned, straight to where they stay.</param>
    /// <returns>Assigns what was read; it cannot fail, but where arrays are read late.</returns>
    /// <exception cref="StateMisfitException">It belongs to another optimizer or to other weights.</exception>
    public static Action Prepare(Optimizer optimizer, Hdf5Group vars, bool late)
    {
        Hdf5Dataset[] stored =
            [.. Enumerable.Range(0, vars.DatasetNames.Count).Select(i => vars.Dataset(i.ToString(CultureInfo.InvariantCulture)))];
        return Prepare(optimizer, vars, stored, null, null, late);
    }

    /// <summary>Reads the form of whole-model .h5 files, of any version; the arrays late.</summary>
    /// <param name="optimizer">A built optimizer.</param>
    /// <param name="group">Where the state is.</param>
    /// <param name="names">The variables in order.</param>
    /// <param name="weightNames">What the file calls the weights.</param>
    /// <returns>Assigns what was read, and reads the arrays.</returns>
    /// <exception cref="StateMisfitException">It belongs to another optimizer or to other weights.</exception>
    public static Action PrepareNamed(Optimizer optimizer, Hdf5Group group, IReadOnlyList<string> names,
        Func<Variable, string?> weightNames) =>
        Prepare(optimizer, group, [.. names.Select(group.Dataset)], names, weightNames, late: true);

    private static Action Prepare(Optimizer optimizer, Hdf5Group group, Hdf5Dataset[] stored, IReadOnlyList<string>? names,
        Func<Variable, string?>? weightNames, bool late)
    {
        (OptimizerEntry Entry, Hdf5Dataset Data)[] pairs = OptimizerLayout.Match(optimizer, stored, names, weightNames);
        float[][] slots = [.. pairs.Select(p => late || p.Entry.Variable is null ? [] : p.Data.Read(p.Entry.Shape.ElementCount))];
        double[] numbers =
            [.. pairs.Select(p => p.Entry.Variable is not null ? 0 : IsCount(p.Entry) ? p.Data.ReadInteger() : p.Data.Read(1)[0])];
        foreach ((int i, (OptimizerEntry entry, _)) in pairs.Index())
        {
            if (IsCount(entry) && numbers[i] < 0) throw Damaged(optimizer, group, "has taken a negative number of steps");
            if (IsRate(entry) && !(double.IsFinite(numbers[i]) && numbers[i] >= 0))
                throw Damaged(optimizer, group, "has an impossible learning rate");
        }
        return () =>
        {
            float[] rates = [.. pairs.Select(p => IsRate(p.Entry) ? (float)p.Entry.Read()[0] : 0)];
            optimizer.Iterations = 0;
            foreach ((int i, (OptimizerEntry entry, Hdf5Dataset data)) in pairs.Index())
            {
                if (entry.Variable is { } slot)
                {
                    if (late) slot.Fill(data.Read);
                    else slot.Set(slots[i]);
                }
                // Stored as float32; the configuration may have the same number with all its digits.
                else if (!IsRate(entry) || (float)numbers[i] != rates[i]) entry.Write([numbers[i]]);
            }
        };
    }

    private static bool IsCount(OptimizerEntry entry) => entry.Variable is null && entry.DType == DType.Int32;

    private static bool IsRate(OptimizerEntry entry) => entry.Variable is null && entry.DType == DType.Float32;

    private static void Write(OptimizerEntry entry, Hdf5Writer group, string name, bool wide)
    {
        if (entry.Variable is { } slot) group.Write(name, slot.Shape, slot.ToArray);
        else if (entry.DType == DType.Int32 && wide) group.Write(name, (long)entry.Read()[0]);
        else if (entry.DType == DType.Int32) group.Write(name, (int)entry.Read()[0]);
        else group.Write(name, (float)entry.Read()[0]);
    }

    private static ModelFormatException Damaged(Optimizer optimizer, Hdf5Group group, string what) =>
        new($"{group.File}: the state of optimizer '{optimizer.Name}' ({optimizer.ClassName}) {what}. To leave it out, load the model " +
            "with compile: false.")
        { Path = group.File, Entry = group.Path };
}
