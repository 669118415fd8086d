using Fashion.Keras.Internal;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Saving;

/// <summary>
/// Weights in the layout of Keras 1 and 2: one group per layer, named after it, with the list <c>weight_names</c>; trainable
/// weights first. It is <c>model_weights</c> of a whole-model <c>.h5</c>, and the whole of tf.keras's weights files. Before Keras 1
/// the layers were <c>layer_0</c>, <c>layer_1</c> ..., their weights <c>param_0</c> ...
/// </summary>
internal static class LegacyWeights
{
    public const string KerasVersion = "keras_version";

    private const string LayerNames = "layer_names", WeightNames = "weight_names", TopLevel = "top_level_model_weights";

    public static void Write(Model model, Hdf5Writer file)
    {
        Layer[] layers = [.. model.Layers.Distinct()];
        file.SetAttribute(LayerNames, [.. layers.Select(l => l.Name)]);
        file.SetAttribute("backend", LegacyH5.Backend);
        file.SetAttribute(KerasVersion, LegacyH5.KerasVersion);
        foreach (Layer layer in layers)
        {
            Hdf5Writer group = file.Group(layer.Name);
            Variable[] weights = InOrder(layer);
            string[] names = Names(layer, weights);
            group.SetAttribute(WeightNames, names);
            for (int i = 0; i < weights.Length; i++) group.Write(names[i], weights[i].Shape, weights[i].ToArray);
        }
        file.Group(TopLevel).SetAttribute(WeightNames, []);
    }

    /// <summary>Whether a group has this layout.</summary>
    public static bool Is(Hdf5Group group) => group.TextList(LayerNames) is not null || IsNumbered(group);

    /// <summary>Whether a group has the layout before Keras 1, which has no names.</summary>
    public static bool IsNumbered(Hdf5Group group) => group.TextList(LayerNames) is null && group.FindGroup(Numbered(0)) is not null;

    /// <summary>Compares layer by layer in order, among those that have weights; names do not count.</summary>
    /// <param name="model">Where the weights go.</param>
    /// <param name="file">The group with the layers.</param>
    /// <param name="backend">What they were trained on; null when it is not known.</param>
    public static WeightPlan PlanByOrder(Model model, Hdf5Group file, string? backend)
    {
        var plan = new WeightPlan(file.File);
        Layer[] layers = [.. model.Layers.Distinct().Where(l => l.Weights.Count > 0)];
        (string Name, IReadOnlyList<string> Weights)[] stored = [.. Stored(file).Where(s => s.Weights.Count > 0)];
        if (Keras1Weights.Has(file)) stored = Keras1Weights.InOrderOf(layers, stored, wholeModel: file.Path.Length > 0);
        for (int i = 0; i < Math.Max(layers.Length, stored.Length); i++)
        {
            if (i >= stored.Length)
                plan.AddMissing($"a layer for '{layers[i].Name}' ({layers[i].ClassName}, {layers[i].Weights.Count} weights)");
            else if (i >= layers.Length) plan.AddUnexpected($"{stored[i].Name} ({stored[i].Weights.Count} weights)");
            else Compare(plan, layers[i], file, stored[i].Name, stored[i].Weights, backend);
        }
        AddTopLevel(plan, file);
        return plan;
    }

    /// <summary>Compares layers of the same names; a layer that only one side has is no fault.</summary>
    /// <param name="model">Where the weights go.</param>
    /// <param name="file">The group with the layers.</param>
    /// <param name="backend">What they were trained on; null when it is not known.</param>
    public static WeightPlan PlanByName(Model model, Hdf5Group file, string? backend)
    {
        var plan = new WeightPlan(file.File);
        var layers = model.Layers.Distinct().ToDictionary(l => l.Name, StringComparer.Ordinal);
        foreach ((string name, IReadOnlyList<string> weights) in Stored(file))
        {
            if (layers.Remove(name, out Layer? layer)) Compare(plan, layer, file, name, weights, backend);
            else if (weights.Count > 0) plan.AddUnmatched($"not in the model: layer '{name}' ({weights.Count} weights)");
        }
        foreach (Layer layer in layers.Values.Where(l => l.Weights.Count > 0))
            plan.AddUnmatched($"not in the file: layer '{layer.Name}' ({layer.ClassName}, {layer.Weights.Count} weights)");
        AddTopLevel(plan, file);
        return plan;
    }

    // Weights of a class of one's own, outside of all layers.
    private static void AddTopLevel(WeightPlan plan, Hdf5Group file)
    {
        foreach (string name in file.FindGroup(TopLevel)?.TextList(WeightNames) ?? []) plan.AddUnexpected($"{TopLevel}/{name}");
    }

    private static void Compare(WeightPlan plan, Layer layer, Hdf5Group file, string name, IReadOnlyList<string> stored, string? backend)
    {
        if (Keras1Weights.Has(file) && Keras1Weights.Plan(plan, layer, file, name, stored, backend)) return;
        Variable[] weights = InOrder(layer);
        if (weights.Length != stored.Count)
        {
            string what = $"layer '{layer.Name}' ({layer.ClassName}) has {weights.Length} weights " +
                $"({string.Join(", ", weights.Select(w => w.Name))}), but '{name}' in the file has {stored.Count} " +
                $"({string.Join(", ", stored)})";
            if (weights.Length > stored.Count) plan.AddMissing(what);
            else plan.AddUnexpected(what);
            return;
        }
        IReadOnlySet<Variable> flipped = TheanoKernels.In(layer, backend);
        for (int i = 0; i < weights.Length; i++)
        {
            Variable weight = weights[i];
            string place = $"{name}/{stored[i]}";
            plan.Add(weight, file.FindDataset(place), place, found => OldLayouts.Convert(weight, found),
                flipped.Contains(weight) ? values => TheanoKernels.Flip(values, weight.Shape) : null);
            plan.AddName(weight, stored[i]);
        }
    }

    private static string Numbered(int layer) => FormattableString.Invariant($"layer_{layer}");

    private static IEnumerable<(string Name, IReadOnlyList<string> Weights)> Stored(Hdf5Group file)
    {
        if (IsNumbered(file))
        {
            for (int i = 0; file.FindGroup(Numbered(i)) is { } layer; i++)
                yield return (Numbered(i),
                    [.. Enumerable.Range(0, layer.DatasetNames.Count).Select(w => FormattableString.Invariant($"param_{w}"))]);
            yield break;
        }
        foreach (string name in file.TextList(LayerNames)
            ?? throw new ModelFormatException($"{file.File}: '{file.Path}' has no list of layers ('{LayerNames}').")
            { Path = file.File, Entry = file.Path })
            yield return (name, file.Group(name).TextList(WeightNames) ?? []);
    }

    private static Variable[] InOrder(Layer layer) => [.. layer.TrainableWeights, .. layer.NonTrainableWeights];

    // layer/weight:0, the part before it (the Sequential's name) left out; unique within the layer.
    private static string[] Names(Layer layer, Variable[] weights)
    {
        var names = new UniqueNames();
        return [.. weights.Select(weight =>
        {
            int at = weight.Path.IndexOf($"{layer.Name}/", StringComparison.Ordinal);
            return names.Next(at >= 0 ? weight.Path[at..] : $"{layer.Name}/{weight.Path}", ":0");
        })];
    }
}
