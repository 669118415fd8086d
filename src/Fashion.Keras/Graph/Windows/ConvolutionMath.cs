namespace Fashion.Keras.Graph;

/// <summary>
/// Convolutions of one, two and three spatial axes, written with the two-dimensional one: a sequence is an image of height
/// one, and a volume is a sum over the kernel's depth.
/// </summary>
internal static class ConvolutionMath
{
    /// <summary>Cross-correlation of (batch, spatial..., channels) with a kernel (spatial..., channels / groups, filters).</summary>
    public static SymbolicTensor Convolve(SymbolicTensor x, SymbolicTensor kernel, Shape strides, Shape dilation, Padding padding,
        int groups)
    {
        switch (strides.Rank)
        {
            case 1:
                SymbolicTensor rows = Convolve(AsImage(x), Ops.ExpandDims(kernel, 0), [1, strides[0]], [1, dilation[0]], padding, groups);
                return Ops.Squeeze(rows, 1);
            case 2:
                return ConvolveImages(x, kernel, strides, dilation, padding, groups);
            default:
                return ConvolveVolume(x, kernel, strides, dilation, padding, groups);
        }
    }

    /// <summary>A convolution with one group per channel; the kernel is (spatial..., channels, multiplier).</summary>
    public static SymbolicTensor Depthwise(SymbolicTensor x, SymbolicTensor kernel, Shape strides, Shape dilation, Padding padding)
    {
        int channels = kernel.Shape[^2], filters = channels * kernel.Shape[^1];
        SymbolicTensor grouped = Ops.Reshape(kernel, (int[])[.. kernel.Shape[..^2], 1, filters]);
        return Convolve(x, grouped, strides, dilation, padding, groups: channels);
    }

    /// <summary>The transposed convolution of (batch, spatial..., channels) with a kernel (spatial..., filters, channels).</summary>
    public static SymbolicTensor Transposed(SymbolicTensor x, SymbolicTensor kernel, TransposedWindow[] windows, Shape strides,
        Shape dilation)
    {
        if (strides.Rank == 1)
            return Ops.Squeeze(
                Transposed(AsImage(x), Ops.ExpandDims(kernel, 0), [new(1, 0, 0), windows[0]], [1, strides[0]], [1, dilation[0]]), 1);
        if (strides.Rank == 3) return TransposedVolume(x, kernel, windows, strides, dilation);
        (TransposedWindow rows, TransposedWindow columns) = (windows[0], windows[1]);
        // Cuts are padding of the convolution that this is the gradient of; zeros are added after it.
        int top = Math.Max(0, rows.CutBefore), bottom = Math.Max(0, rows.CutAfter), left = Math.Max(0, columns.CutBefore),
            right = Math.Max(0, columns.CutAfter);
        int height = rows.Full - top - bottom, width = columns.Full - left - right;
        LiveTaps? down = LiveTaps.Of(height, x.Shape[1], kernel.Shape[0], strides[0], dilation[0], top),
            across = LiveTaps.Of(width, x.Shape[2], kernel.Shape[1], strides[1], dilation[1], left);
        kernel = Live(kernel, down, across);
        var geometry = new Conv2DGeometry((strides[0], strides[1]), (dilation[0], dilation[1]), Border(down, top), Border(down, bottom),
            Border(across, left), Border(across, right), Groups: 1);
        Shape image = [x.Shape[0], down?.Length ?? height, across?.Length ?? width, kernel.Shape[2]];
        SymbolicTensor y =
            Ops.Write("Conv2DTranspose", [kernel, x], (g, v) => g.Add(new Conv2DBackwardInputOp(geometry, image), v[0], v[1]));
        if (down is { } rowTaps) y = rowTaps.ToInput(y, 1, height);
        if (across is { } columnTaps) y = columnTaps.ToInput(y, 2, width);
        Shape before = [0, top - rows.CutBefore, left - columns.CutBefore, 0],
            after = [0, bottom - rows.CutAfter, right - columns.CutAfter, 0];
        return before.Concat(after).All(size => size == 0) ? y : Ops.Pad(y, before, after);
    }

    /// <summary>(batch, steps, channels) as (batch, 1, steps, channels).</summary>
    public static SymbolicTensor AsImage(SymbolicTensor x) => Ops.ExpandDims(x, 1);

    private static SymbolicTensor ConvolveImages(SymbolicTensor x, SymbolicTensor kernel, Shape strides, Shape dilation, Padding padding,
        int groups)
    {
        (var top, LiveTaps? down) = Along(0);
        (var left, LiveTaps? across) = Along(1);
        if (down is { } rowTaps) x = rowTaps.OfInput(x, 1);
        if (across is { } columnTaps) x = columnTaps.OfInput(x, 2);
        var geometry = new Conv2DGeometry((strides[0], strides[1]), (dilation[0], dilation[1]),
            Border(down, top.Before), Border(down, top.After), Border(across, left.Before), Border(across, left.After), groups);
        return Ops.Write("Conv2D", [x, Live(kernel, down, across)], (g, v) => g.Add(new Conv2DOp(geometry), v[0], v[1]));

        ((int Before, int After) Pads, LiveTaps? Taps) Along(int axis)
        {
            int size = x.Shape[axis + 1], window = kernel.Shape[axis];
            var pads = WindowRule.Pads(size, window, strides[axis], dilation[axis], padding);
            return (pads, LiveTaps.Of(size, WindowRule.Output(size, window, strides[axis], dilation[axis], padding), window, strides[axis],
                dilation[axis], pads.Before));
        }
    }

    private static SymbolicTensor Live(SymbolicTensor kernel, LiveTaps? down, LiveTaps? across)
    {
        if (down is { } rows) kernel = rows.OfKernel(kernel, 0);
        return across is { } columns ? columns.OfKernel(kernel, 1) : kernel;
    }

    // What the live taps read has its border already.
    private static int Border(LiveTaps? taps, int pad) => taps is null ? pad : 0;

    // Every plane of the kernel is an image convolution over the planes of the volume that it meets.
    private static SymbolicTensor ConvolveVolume(SymbolicTensor x, SymbolicTensor kernel, Shape strides, Shape dilation, Padding padding,
        int groups)
    {
        Shape shape = x.Shape;
        int depth = WindowRule.Output(shape[1], kernel.Shape[0], strides[0], dilation[0], padding);
        var pads = WindowRule.Pads(shape[1], kernel.Shape[0], strides[0], dilation[0], padding);
        if (LiveTaps.Of(shape[1], depth, kernel.Shape[0], strides[0], dilation[0], pads.Before) is { } planes)
            (x, kernel) = (planes.OfInput(x, 1), planes.OfKernel(kernel, 0));
        else if (pads != (0, 0)) x = Ops.Pad(x, [0, pads.Before, 0, 0, 0], [0, pads.After, 0, 0, 0]);
        SymbolicTensor? sum = null;
        for (int p = 0; p < kernel.Shape[0]; p++)
        {
            SymbolicTensor images =
                Ops.Reshape(Planes(x, p * dilation[0], depth, strides[0]), [shape[0] * depth, shape[2], shape[3], shape[4]]);
            SymbolicTensor slice = Ops.Squeeze(Ops.Slice(kernel, [p, 0, 0, 0, 0], kernel.Shape.With(0, 1)), 0);
            SymbolicTensor part = Convolve(images, slice, strides[1..], dilation[1..], padding, groups);
            sum = sum is null ? part : sum + part;
        }
        return Ops.Reshape(sum!, (int[])[shape[0], depth, .. sum!.Shape[1..]]);
    }

    // Every plane of the kernel makes an image of every plane of the volume; the images land a stride apart from each other.
    private static SymbolicTensor TransposedVolume(SymbolicTensor x, SymbolicTensor kernel, TransposedWindow[] windows, Shape strides,
        Shape dilation)
    {
        int count = x.Shape[1], stride = strides[0], depth = windows[0].Output;
        SymbolicTensor? sum = null;
        for (int p = 0; p < kernel.Shape[0]; p++)
        {
            // Where the first image lands, and which of them lie inside.
            long place = (long)p * dilation[0] - windows[0].CutBefore, room = depth - 1 - place;
            int first = (int)Math.Max(0, (stride - 1 - place) / stride), last = room < 0 ? -1 : (int)Math.Min(count - 1, room / stride);
            if (first > last) continue;
            SymbolicTensor images = Spread(Images(Planes(x, first, last - first + 1, 1), p), stride);
            int before = (int)(place + (long)first * stride), after = depth - before - images.Shape[1];
            if (before > 0 || after > 0) images = Ops.Pad(images, [0, before, 0, 0, 0], [0, after, 0, 0, 0]);
            sum = sum is null ? images : sum + images;
        }
        if (sum is not null) return sum;
        // With a long dilation all of them may be cut off. Zeros that depend on the kernel keep its gradient.
        SymbolicTensor zeros = Images(Planes(Ops.Pad(x, [0, 1, 0, 0, 0], [0, 0, 0, 0, 0]), 0, 1, 1), 0);
        return Ops.BroadcastTo(zeros, zeros.Shape.With(1, depth));

        SymbolicTensor Images(SymbolicTensor planes, int p)
        {
            Shape shape = planes.Shape;
            SymbolicTensor slice = Ops.Squeeze(Ops.Slice(kernel, [p, 0, 0, 0, 0], kernel.Shape.With(0, 1)), 0);
            SymbolicTensor images = Transposed(Ops.Reshape(planes, [shape[0] * shape[1], shape[2], shape[3], shape[4]]), slice,
                windows[1..], strides[1..], dilation[1..]);
            return Ops.Reshape(images, (int[])[shape[0], shape[1], .. images.Shape[1..]]);
        }
    }

    // Zeros between the planes of a volume, so that they lie a stride apart.
    private static SymbolicTensor Spread(SymbolicTensor x, int stride)
    {
        Shape shape = x.Shape;
        if (stride == 1 || shape[1] == 1) return x;
        SymbolicTensor padded = Ops.Pad(Ops.ExpandDims(x, 2), [0, 0, 0, 0, 0, 0], [0, 0, stride - 1, 0, 0, 0]);
        return Ops.Slice(Ops.Reshape(padded, shape.With(1, shape[1] * stride)), [0, 0, 0, 0, 0],
            shape.With(1, (shape[1] - 1) * stride + 1));
    }

    // Planes first, first + stride, ... of a volume.
    private static SymbolicTensor Planes(SymbolicTensor x, int first, int count, int stride)
    {
        if (stride == 1) return first == 0 && count == x.Shape[1] ? x : Ops.Slice(x, [0, first, 0, 0, 0], x.Shape.With(1, count));
        return Ops.Concatenate(
            [.. Enumerable.Range(0, count).Select(i => Ops.Slice(x, [0, first + i * stride, 0, 0, 0], x.Shape.With(1, 1)))], axis: 1);
    }
}
