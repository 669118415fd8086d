using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Pooling as its kernels want it.</summary>
internal static class Pool2DWindows
{
    /// <summary>Everything resolved.</summary>
    public static Pool2DWindow Of(Pool2DGeometry g, Shape image, Shape result) =>
        new(image[1], image[2], image[3], result[1], result[2], g.Window.Height, g.Window.Width, g.Strides.Height, g.Strides.Width,
            g.PadTop, g.PadLeft);
}
