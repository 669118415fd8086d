using Fashion.Keras.Internal;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Saving;

/// <summary>The weights of one layer and their place in a weights file of Keras 3.</summary>
/// <param name="Path">The group: <c>layers/dense_1/vars</c>.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Weights">Its own weights that the file has, in the order in which they were made.</param>
/// <param name="IsWhole">Whether the file has all of them as they are.</param>
internal sealed record WeightGroup(string Path, Layer Layer, IReadOnlyList<Variable> Weights, bool IsWhole)
{
    /// <summary>
    /// The groups of a model in order. Keys come from classes, not from names: two Dense layers are dense and dense_1,
    /// whatever they are called.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="asStored">Whether layers of the user's own are called as in the file that they come from.</param>
    /// <param name="whole">Whether all weights stand for themselves, so that training goes on from them to the same bits; files for others
    /// have sums.</param>
    public static IEnumerable<WeightGroup> Of(Model model, bool asStored = false, bool whole = false) => Of(model, "", asStored, whole);

    /// <summary>What the file has of a weight.</summary>
    public Func<float[]> Values(Variable weight) => IsWhole ? weight.ToArray : () => Layer.StoredValues(weight);

    /// <summary>Plans what the file has as part of other weights.</summary>
    public void PlanRest(WeightPlan plan)
    {
        if (!IsWhole && Layer.ResetByFiles is { } part) plan.AddZeros(part);
    }

    private static IEnumerable<WeightGroup> Of(Layer layer, string path, bool asStored, bool whole)
    {
        yield return new WeightGroup($"{path}vars", layer, whole ? layer.OwnWeights : layer.StoredWeights, whole);
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        bool isModel = layer is Model;
        HashSet<Layer> seen = [];
        foreach (Layer child in layer is Model model ? model.Layers : layer.Children)
        {
            string key = isModel
                ? $"layers/{Names.SnakeCase(asStored ? child.StoredClassName ?? child.ClassInWeights : child.ClassInWeights)}"
                : layer.ChildKey(child);
            int before = used.GetValueOrDefault(key);
            used[key] = before + 1;
            if (!seen.Add(child)) continue;
            string place = isModel && ComesFirst(layer.AttributeOf(child))
                ? layer.AttributeOf(child)!
                : before == 0 ? key : FormattableString.Invariant($"{key}_{before}");
            foreach (WeightGroup group in Of(child, $"{path}{place}/", asStored, whole)) yield return group;
        }
    }

    // Keras goes through the attributes of a model by name, and one of them is the list of all layers, which counts all of them.
    private static bool ComesFirst(string? attribute) => attribute is not null && string.CompareOrdinal(attribute, "layers") < 0;
}
