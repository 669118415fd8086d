namespace Fashion.Keras.Layers;

/// <summary>
/// How deep layers may lie inside each other. Everything that goes through a model (weights, shapes, files) calls itself for
/// the layers inside, so without a limit a deep nest would exhaust the stack of a thread, which ends the process.
/// </summary>
internal static class Nesting
{
    /// <summary>Most levels of layers inside a layer.</summary>
    public const int Deepest = 100;

    [ThreadStatic] private static int s_building;

    /// <summary>The levels inside a layer once another one is inside it, too.</summary>
    /// <exception cref="ArgumentException">Too many, or the inner layer contains the outer one.</exception>
    public static int LevelsWith(Layer outer, Layer inner)
    {
        if (Contains(inner, outer, []))
            throw new ArgumentException($"Layer '{outer.Name}' cannot be inside '{inner.Name}' and contain it at the same time.",
                nameof(inner));
        return Checked(outer, Math.Max(outer.LevelsInside, inner.LevelsInside + 1));
    }

    /// <summary>Builds a layer; layers that are built within count as one level deeper.</summary>
    /// <returns>The levels inside it, those of layers that grew after they were put inside included.</returns>
    /// <exception cref="ArgumentException">Too many levels.</exception>
    public static int Build(Layer layer, Action build)
    {
        s_building++;
        try
        {
            Checked(layer, s_building - 1);
            build();
        }
        finally
        {
            s_building--;
        }
        int inside = 0;
        foreach (Layer child in layer.Children) inside = Math.Max(inside, child.LevelsInside + 1);
        return Checked(layer, inside);
    }

    private static int Checked(Layer layer, int levels) => levels <= Deepest ? levels
        : throw new ArgumentException($"Layer '{layer.Name}': models and layers can be nested {Deepest} deep, not deeper.", nameof(layer));

    private static bool Contains(Layer layer, Layer sought, HashSet<Layer> seen) =>
        layer == sought || (layer.Children.Count > 0 && seen.Add(layer) && layer.Children.Any(child => Contains(child, sought, seen)));
}
