using Fashion.Keras.Kernels;
using Fashion.Keras.Reference;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// Poolings of odd shapes for the contracts of both kinds: windows side by side, overlapping, with gaps, and reaching over the border.
/// </summary>
internal static class PoolWindows
{
    /// <summary>Sizes for the kernels, and with a batch for their scalar twins.</summary>
    public static IEnumerable<(Pool2DWindow Window, Pool2DSizes Sizes)> All(int batch)
    {
        foreach (int channels in Enumerable.Range(1, 20).Concat([31, 32, 33, 70]))
            foreach ((int windowHeight, int windowWidth, int stride, int padTop,
                int padLeft) in new[] { (2, 2, 2, 0, 0), (3, 2, 1, 1, 0), (3, 3, 2, 1, 1), (1, 2, 3, 0, 1), (5, 6, 1, 2, 3) })
            {
                // As much padding at the end as at the start.
                int outHeight = (5 + 2 * padTop - windowHeight) / stride + 1, outWidth = (6 + 2 * padLeft - windowWidth) / stride + 1;
                yield return (new(5, 6, channels, outHeight, outWidth, windowHeight, windowWidth, stride, stride, padTop, padLeft),
                    new(batch, 5, 6, channels, outHeight, outWidth, windowHeight, windowWidth, stride, stride, padTop, padLeft));
            }
    }
}
