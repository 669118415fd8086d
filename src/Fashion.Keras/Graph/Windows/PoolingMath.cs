namespace Fashion.Keras.Graph;

/// <summary>
/// Poolings of one, two and three spatial axes, written with the two-dimensional ones: a sequence is an image of height one, and
/// a volume is pooled in its planes and then along its depth. Both kinds allow that: of equal largest numbers the first one
/// counts, and every plane of a window has the same number of cells.
/// </summary>
internal static class PoolingMath
{
    /// <summary>Pools (batch, spatial..., channels).</summary>
    /// <param name="name">Class of the layer, for messages.</param>
    /// <param name="x">The values.</param>
    /// <param name="kind">What a window becomes.</param>
    /// <param name="windows">Sizes of the window per spatial axis.</param>
    /// <param name="strides">Its steps.</param>
    /// <param name="padding">What happens at the borders.</param>
    public static SymbolicTensor Pool(string name, SymbolicTensor x, PoolKind kind, Shape windows, Shape strides, Padding padding)
    {
        if (windows.Rank == 1)
            return Ops.Squeeze(Images(name, ConvolutionMath.AsImage(x), kind, (1, windows[0]), (1, strides[0]), padding), 1);
        if (windows.Rank == 2) return Images(name, x, kind, (windows[0], windows[1]), (strides[0], strides[1]), padding);
        Shape volume = x.Shape;
        SymbolicTensor planes = Ops.Reshape(x, [volume[0] * volume[1], volume[2], volume[3], volume[4]]);
        planes = Images(name, planes, kind, (windows[1], windows[2]), (strides[1], strides[2]), padding);
        (int height, int width) = (planes.Shape[1], planes.Shape[2]);
        SymbolicTensor stacks = Ops.Reshape(planes, [volume[0], volume[1], height * width, volume[4]]);
        stacks = Images(name, stacks, kind, (windows[0], 1), (strides[0], 1), padding);
        return Ops.Reshape(stacks, [volume[0], stacks.Shape[1], height, width, volume[4]]);
    }

    private static SymbolicTensor Images(string name, SymbolicTensor x, PoolKind kind, Size2D window, Size2D step, Padding padding)
    {
        if (window == (Size2D)1 && step == (Size2D)1) return x;
        var top = WindowRule.Pads(x.Shape[1], window.Height, step.Height, 1, padding);
        var left = WindowRule.Pads(x.Shape[2], window.Width, step.Width, 1, padding);
        var geometry = new Pool2DGeometry(window, step, top.Before, top.After, left.Before, left.After);
        return Ops.Write(name, [x], (g, v) => kind == PoolKind.Max
            ? g.AddNode(new MaxPool2DOp(geometry), v[0]).Outputs[0]
            : g.Add(new AveragePool2DOp(geometry), v[0]));
    }
}
