using System.Globalization;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Saving;

/// <summary>Weights of a model in a safetensors file, under the names that they have in a weights file of Keras 3:
/// <c>layers/dense/vars/0</c>.</summary>
internal static class SafetensorsWeights
{
    public static void Write(Model model, Stream stream)
    {
        var tensors = new List<(string, Shape, Func<float[]>)>();
        foreach (WeightGroup group in WeightGroup.Of(model))
        {
            foreach ((int i, Variable weight) in group.Weights.Index()) tensors.Add((Place(group, i), weight.Shape, group.Values(weight)));
            if (group.Layer is not IKeepsAssets keeper) continue;
            foreach (string name in keeper.ArrayNames) tensors.Add(($"{group.Path}/{name}", [keeper.Array(name).Length], () =>
                keeper.Array(name)));
        }
        SafetensorsFile.Write(stream, tensors);
    }

    /// <summary>Compares the tensors of a file with the weights of a model, by their names.</summary>
    public static WeightPlan Plan(Model model, SafetensorsFile file, string path)
    {
        var plan = new WeightPlan(path);
        var expected = new HashSet<string>(StringComparer.Ordinal);
        foreach (WeightGroup group in WeightGroup.Of(model))
        {
            foreach ((int i, Variable weight) in group.Weights.Index())
            {
                string place = Place(group, i);
                expected.Add(place);
                plan.Add(weight, file.Find(place), place);
            }
            group.PlanRest(plan);
            if (group.Layer is not IKeepsAssets keeper) continue;
            foreach (string name in keeper.ArrayNames) TakeArray(plan, keeper, name, $"{group.Path}/{name}", file, expected);
        }
        foreach (string name in file.Names.Where(name => !expected.Contains(name))) plan.AddUnexpected(name);
        return plan;
    }

    private static void TakeArray(WeightPlan plan, IKeepsAssets keeper, string name, string place, SafetensorsFile file,
        HashSet<string> expected)
    {
        if (file.Find(place) is not { } array)
        {
            plan.AddMissing($"'{place}'");
            return;
        }
        if (!keeper.Takes(name, array.Shape)) return;
        plan.AddArray(array, values => keeper.TakeArray(name, values));
        expected.Add(place);
    }

    private static string Place(WeightGroup group, int index) => $"{group.Path}/{index.ToString(CultureInfo.InvariantCulture)}";
}
