namespace Fashion.Keras.Saving;

/// <summary>
/// How a file counts the uses of an inner model. A functional model has a built-in first use, of itself: Keras 1 and 2 count
/// it everywhere, Keras 3 in the outputs of the outer model only, and for a Sequential never. Every use is named somewhere,
/// so at most one way of counting fits, save for odd models, where the format decides.
/// </summary>
internal sealed class UseNumbers
{
    private readonly Dictionary<string, (int Inside, int Outside)> _first = new(StringComparer.Ordinal);

    /// <param name="inner">The inner models with the number of their uses, and whether they are functional.</param>
    /// <param name="places">Everything that the file names.</param>
    public UseNumbers(IEnumerable<(string Name, int Uses, bool Functional)> inner, IEnumerable<TensorPlace> places)
    {
        ILookup<string, TensorPlace> named = places.ToLookup(p => p.Layer);
        foreach ((string name, int uses, bool functional) in inner)
        {
            TensorPlace[] own = [.. named[name]];
            (int, int) keras3 = (0, functional ? 1 : 0);
            (int, int)[] ways = own.Any(p => p.From == TensorPlace.Source.List) ? [(1, 1), keras3, (0, 0)] : [keras3, (0, 0), (1, 1)];
            _first[name] = ways.FirstOrDefault(way => Fits(own, way, uses), keras3);
        }
    }

    /// <summary>The same place with its use counted from 0.</summary>
    public TensorPlace FromZero(TensorPlace place) =>
        _first.TryGetValue(place.Layer, out var first) ? place with { Use = place.Use - First(first, place) } : place;

    private static int First((int Inside, int Outside) way, TensorPlace place) =>
        place.From == TensorPlace.Source.Model ? way.Outside : way.Inside;

    private static bool Fits(TensorPlace[] places, (int Inside, int Outside) way, int uses)
    {
        HashSet<int> numbers = [.. places.Select(p => p.Use - First(way, p))];
        return numbers.Count == uses && numbers.All(n => n >= 0 && n < uses);
    }
}
