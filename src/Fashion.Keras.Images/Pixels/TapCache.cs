using System.Collections.Concurrent;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Images;

/// <summary>Taps of the sizes seen last: images of a folder mostly have few sizes.</summary>
internal static class TapCache
{
    private const int Most = 64;

    private static readonly ConcurrentDictionary<(int Size, int First, int Count, int Outputs, Interpolation Interpolation,
        bool Antialias), ResizeTaps> Kept = new();

    /// <summary>As <see cref="ResizeTaps.Of(int, int, int, int, Interpolation, bool)"/>.</summary>
    public static ResizeTaps Of(int size, int first, int count, int outputs, Interpolation interpolation, bool antialias)
    {
        if (Kept.Count > Most) Kept.Clear();
        return Kept.GetOrAdd((size, first, count, outputs, interpolation, antialias),
            key => ResizeTaps.Of(key.Size, key.First, key.Count, key.Outputs, key.Interpolation, key.Antialias));
    }
}
