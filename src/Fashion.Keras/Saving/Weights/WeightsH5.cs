using System.Globalization;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Saving;

/// <summary>Weights in Keras 3's layout: <c>.weights.h5</c>, and <c>model.weights.h5</c> within a <c>.keras</c> file.</summary>
internal static class WeightsH5
{
    private const string LayersGroup = "layers";

    public static void Write(Model model, Hdf5Writer file, bool includeOptimizer = true, bool whole = false)
    {
        foreach (WeightGroup group in WeightGroup.Of(model, whole: whole))
        {
            Hdf5Writer vars = file.Group(group.Path);
            vars.SetAttribute("name", group.Layer.Name);
            foreach ((int i, Variable weight) in group.Weights.Index()) vars.Write(Key(i), weight.Shape, group.Values(weight));
            if (group.Layer is not IKeepsAssets keeper) continue;
            foreach (string name in keeper.ArrayNames) vars.Write(name, [keeper.Array(name).Length], keeper.Array(name));
        }
        if (!includeOptimizer || model.Optimizer is not { Built: true } optimizer) return;
        OptimizerState.Write(optimizer, file.Group("optimizer/vars"));
        if (optimizer is LossScaleOptimizer scaling)
            OptimizerState.Write(scaling.InnerOptimizer, file.Group("optimizer/inner_optimizer/vars"));
        TrainingState.Write(model, file);
    }

    /// <summary>Whether a file has this layout.</summary>
    public static bool Is(Hdf5Group root) =>
        root.FindGroup(LayersGroup) is not null || root.FindGroup(CheckpointDependencies.Name) is not null;

    /// <summary>Compares the weights of a file with those of a model, by their places.</summary>
    /// <param name="model">Where the weights go.</param>
    /// <param name="root">Root of the file.</param>
    /// <param name="asStored">Whether the model is out of this file: groups of no layer are then passed over, as Keras does.</param>
    /// <param name="whole">Whether it was written so.</param>
    public static WeightPlan Plan(Model model, Hdf5Group root, bool asStored = false, bool whole = false)
    {
        var plan = new WeightPlan(root.File);
        CheckpointDependencies? old = Older(root);
        HashSet<string> expected = new(StringComparer.Ordinal), groups = new(StringComparer.Ordinal);
        foreach (WeightGroup group in WeightGroup.Of(model, asStored, whole))
        {
            string path = old?.Place(group.Path) ?? group.Path;
            groups.Add(path);
            foreach ((int i, Variable weight) in group.Weights.Index())
            {
                string place = $"{path}/{Key(i)}";
                expected.Add(place);
                plan.Add(weight, root.FindDataset(place), place);
            }
            group.PlanRest(plan);
            if (group.Layer is IKeepsAssets keeper) expected.UnionWith(Arrays(keeper, root.FindGroup(path), path, plan));
        }
        // Where something does not fit, what is left over may tell why.
        bool passOver = asStored && plan.Problems.Count == 0;
        if (root.FindGroup(old is null ? LayersGroup : CheckpointDependencies.Name) is { } layers)
            foreach (string place in Datasets(layers).Where(p => !expected.Contains(p)))
            {
                if (passOver && !groups.Contains(place[..place.LastIndexOf('/')])) plan.AddUnmatched(place);
                else plan.AddUnexpected(place);
            }
        return plan;
    }

    /// <summary>Where a file has the group of a layer, by its place in a new file.</summary>
    public static Func<string, string> Places(Hdf5Group root) =>
        Older(root) is { } old ? path => old.Place(path) ?? path : static path => path;

    private static CheckpointDependencies? Older(Hdf5Group root) =>
        root.FindGroup(LayersGroup) is null && root.FindGroup(CheckpointDependencies.Name) is not null ? new(root) : null;

    // The places of the arrays that a layer takes besides its weights.
    private static IEnumerable<string> Arrays(IKeepsAssets keeper, Hdf5Group? group, string path, WeightPlan plan)
    {
        foreach (string name in keeper.ArrayNames.Except(group?.DatasetNames ?? [])) plan.AddMissing($"'{path}/{name}'");
        foreach (string name in group?.DatasetNames ?? [])
        {
            if (group!.FindDataset(name) is not { } data || !keeper.Takes(name, data.Shape)) continue;
            plan.AddArray(data, values => keeper.TakeArray(name, values));
            yield return $"{path}/{name}";
        }
    }

    private static string Key(int index) => index.ToString(CultureInfo.InvariantCulture);

    // Generators of random numbers have a state in older files; nothing here needs it.
    private static IEnumerable<string> Datasets(Hdf5Group group) =>
    [
        .. group.DatasetNames.Select(name => $"{group.Path.Replace('\\', '/')}/{name}"),
        .. group.Groups.Where(g => !g.Key.StartsWith("seed_generator", StringComparison.Ordinal)).SelectMany(g => Datasets(g.Value)),
    ];
}
