using Fashion.Keras.Graph;

namespace Fashion.Keras.Onnx.Import;

// Convolutions, poolings and normalizations of images: channels last while they are computed.
internal sealed partial class NetworkCall
{
    private Item? Imaged(ImportedNode node) => node.Type switch
    {
        "Conv" => Convolution(node),
        "ConvTranspose" => TransposedConvolution(node),
        "AveragePool" => AveragePool(node),
        "GlobalAveragePool" => Global(node, ReduceKind.Mean),
        "GlobalMaxPool" => Global(node, ReduceKind.Max),
        "BatchNormalization" => BatchNormalization(node),
        "InstanceNormalization" => InstanceNormalization(node),
        "LayerNormalization" => LayerNormalization(node),
        _ => null,
    };

    /// <summary>Numbers of a window, resolved.</summary>
    /// <param name="Size">Its cells along each axis.</param>
    /// <param name="Strides">The step along each axis.</param>
    /// <param name="Dilations">The distance of the cells.</param>
    /// <param name="Before">What is added before the first cell.</param>
    /// <param name="After">What is added after the last.</param>
    private sealed record Window(int[] Size, int[] Strides, int[] Dilations, int[] Before, int[] After)
    {
        public bool IsPadded => Before.Concat(After).Any(size => size > 0);
    }

    private static Window WindowOf(ImportedNode node, Item x, int[] size, bool transposed = false)
    {
        int axes = x.Rank - 2;
        if (axes is < 1 or > 3) throw node.Refused($"images of {x.Rank} axes are not read");
        if (size.Length != axes) throw node.Damaged($"has a window of {size.Length} axes for images of {axes}");
        int[] strides = Along("strides", 1, 1), dilations = Along("dilations", 1, 1),
            pads = [.. Row(node, node.Integers("pads") ?? new long[2 * axes], 0)];
        if (pads.Length != 2 * axes) throw node.Damaged($"has {pads.Length} pads for {axes} axes");
        int[] before = pads[..axes], after = pads[axes..];
        string rule = node.Text("auto_pad", "NOTSET");
        if (rule is "SAME_UPPER" or "SAME_LOWER")
        {
            if (transposed) throw node.Refused($"auto_pad {rule} is not read; say the pads");
            for (int i = 0; i < axes; i++)
            {
                int count = (x.Shape[i + 2] + strides[i] - 1) / strides[i];
                int total = Math.Max(0, checked((count - 1) * strides[i] + (size[i] - 1) * dilations[i] + 1) - x.Shape[i + 2]);
                (before[i], after[i]) = rule == "SAME_UPPER" ? (total / 2, total - total / 2) : (total - total / 2, total / 2);
            }
        }
        else if (rule is not ("NOTSET" or "VALID")) throw node.Refused($"auto_pad '{ImportErrors.Short(rule)}' is not known");
        return new Window(size, strides, dilations, before, after);

        int[] Along(string name, int otherwise, int least)
        {
            int[] numbers = node.Integers(name) is { } given ? [.. Row(node, given, least)] : [.. Enumerable.Repeat(otherwise, axes)];
            return numbers.Length == axes ? numbers : throw node.Damaged($"has {numbers.Length} {name} for {axes} axes");
        }
    }

    private static int Group(ImportedNode node) => node.Small(node.Integer("group", 1)) is > 0 and var group ? group
        : throw node.Damaged("has no groups");

    private Item Convolution(ImportedNode node)
    {
        Item x = node.Input(0);
        // Kernels of convolutions alone lie as they are used; others as in the file.
        SymbolicTensor kernel = node.Tensor(1);
        if (!IsKernel(node, kernel)) kernel = Ops.Transpose(kernel, [.. Enumerable.Range(2, kernel.Shape.Rank - 2), 1, 0]);
        Window window = WindowOf(node, x, [.. kernel.Shape[..^2]]);
        if (node.Integers("kernel_shape") is { } said
            && !said.SequenceEqual(window.Size.Select(s =>
            (long)s))) throw node.Damaged("has a kernel_shape that its kernel does not have");
        int groups = Group(node);
        if (x.Shape[1] != (long)kernel.Shape[^2] * groups)
            throw node.Damaged($"has a kernel of {kernel.Shape} in {groups} groups for {x.Shape[1]} channels");
        SymbolicTensor y = Convolve(x.Last, kernel, window, groups);
        if (node.Has(2)) y += node.Tensor(2);
        return new Item(y, isLast: true);
    }

    private bool IsKernel(ImportedNode node, SymbolicTensor kernel) => kernel is VariableTensor && _network.Kernels.Contains(node.Name(1));

    private static SymbolicTensor Convolve(SymbolicTensor x, SymbolicTensor kernel, Window window, int groups)
    {
        if (window.Size.Length == 3) return ConvolutionMath.Convolve(Padded(x, window, 0), kernel, new Shape(window.Strides),
            new Shape(window.Dilations), Padding.Valid, groups);
        Window flat = Flat(window);
        bool isSequence = window.Size.Length == 1;
        if (isSequence) (x, kernel) = (ConvolutionMath.AsImage(x), Ops.ExpandDims(kernel, 0));
        var geometry = new Conv2DGeometry((flat.Strides[0], flat.Strides[1]), (flat.Dilations[0], flat.Dilations[1]), flat.Before[0],
            flat.After[0], flat.Before[1], flat.After[1], groups);
        SymbolicTensor y = Ops.Write("Conv2D", [x, kernel], (g, v) => g.Add(new Conv2DOp(geometry), v[0], v[1]));
        return isSequence ? Ops.Squeeze(y, 1) : y;
    }

    // The window of a sequence as one of images of height 1.
    private static Window Flat(Window window) => window.Size.Length == 2 ? window
        : new Window([1, .. window.Size], [1, .. window.Strides], [1, .. window.Dilations], [0, .. window.Before], [0, .. window.After]);

    private static SymbolicTensor Padded(SymbolicTensor x, Window window, float fill) =>
        window.IsPadded ? Ops.Pad(x, new Shape([0, .. window.Before, 0]), new Shape([0, .. window.After, 0]), fill) : x;

    private static Item TransposedConvolution(ImportedNode node)
    {
        Item x = node.Input(0);
        SymbolicTensor kernel = Ops.Transpose(node.Tensor(1), [.. Enumerable.Range(2, node.Input(1).Rank - 2), 1, 0]);
        if (Group(node) != 1) throw node.Refused("transposed convolutions in groups are not read");
        if (node.Integers("output_shape") is not null) throw node.Refused("output_shape is not read; say the pads");
        Window window = WindowOf(node, x, [.. kernel.Shape[..^2]], transposed: true);
        node.Ignore("kernel_shape");
        int axes = window.Size.Length;
        int[] added = node.Integers("output_padding") is { } given ? [.. Row(node, given, 0)] : new int[axes];
        if (added.Length != axes) throw node.Damaged($"has {added.Length} output_padding for {axes} axes");
        if (x.Shape[1] != kernel.Shape[^1]) throw node.Damaged($"has a kernel for {kernel.Shape[^1]} channels, not for {x.Shape[1]}");
        TransposedWindow[] windows = [.. Enumerable.Range(0, axes).Select(i => new TransposedWindow(
            checked((x.Shape[i + 2] - 1) * window.Strides[i] + (window.Size[i] - 1) * window.Dilations[i] + 1), window.Before[i],
                window.After[i] - added[i]))];
        SymbolicTensor y = ConvolutionMath.Transposed(x.Last, kernel, windows, new Shape(window.Strides), new Shape(window.Dilations));
        if (node.Has(2)) y += node.Tensor(2);
        return new Item(y, isLast: true);
    }

    private static int[] PoolSize(ImportedNode node) => node.Integers("kernel_shape") is { } size ? [.. Row(node, size, 1)]
        : throw node.Damaged("has no kernel_shape");

    private static Item MaxPool(ImportedNode node)
    {
        node.Ignore("storage_order");
        Item x = node.Input(0);
        Window window = Ceiled(node, x, WindowOf(node, x, PoolSize(node)));
        if (window.Size.Length == 3) return new Item(Ops.MaxPool(Padded(x.Last, window, float.NegativeInfinity), new Shape(window.Size),
            new Shape(window.Strides)), isLast: true);
        return new Item(Pooled(x.Last, window, geometry => new MaxPool2DOp(geometry)), isLast: true);
    }

    private static Item AveragePool(ImportedNode node)
    {
        Item x = node.Input(0);
        bool counted = node.Flag("count_include_pad");
        Window window = WindowOf(node, x, PoolSize(node)), ceiled = Ceiled(node, x, window);
        if (counted && ceiled != window) throw node.Refused("ceil_mode together with count_include_pad is not read");
        SymbolicTensor last = x.Last;
        if (counted && window.IsPadded) (last, ceiled) = (Padded(last, window, 0),
            window with { Before = new int[window.Size.Length], After = new int[window.Size.Length] });
        if (window.Size.Length < 3) return new Item(Pooled(last, ceiled, geometry => new AveragePool2DOp(geometry)), isLast: true);
        if (ceiled.IsPadded) throw node.Refused("average pooling of volumes with borders that do not count is not read");
        return new Item(Ops.AveragePool(last, new Shape(window.Size), new Shape(window.Strides)), isLast: true);
    }

    private static SymbolicTensor Pooled(SymbolicTensor x, Window window, Func<Pool2DGeometry, Op> op)
    {
        Window flat = Flat(window);
        bool isSequence = window.Size.Length == 1;
        if (isSequence) x = ConvolutionMath.AsImage(x);
        var geometry = new Pool2DGeometry((flat.Size[0], flat.Size[1]), (flat.Strides[0], flat.Strides[1]), flat.Before[0], flat.After[0],
            flat.Before[1], flat.After[1]);
        SymbolicTensor y = Ops.Write("Pool2D", [x], (g, v) => g.AddNode(op(geometry), v[0]).Outputs[0]);
        return isSequence ? Ops.Squeeze(y, 1) : y;
    }

    // With ceil_mode a last window may reach beyond the border, if it begins inside.
    private static Window Ceiled(ImportedNode node, Item x, Window window)
    {
        if (Count(window.Size) > MostNumbers) throw node.Damaged($"has a window of more than {MostNumbers} cells");
        if (window.Dilations.Any(d => d != 1)) throw node.Refused("dilated pooling is not read");
        for (int i = 0; i < window.Size.Length; i++)
            if (window.Before[i] >= window.Size[i] || window.After[i] >= window.Size[i])
                throw node.Damaged("has a border as wide as its window");
        if (!node.Flag("ceil_mode")) return window;
        int[] after = [.. window.After];
        for (int i = 0; i < after.Length; i++)
        {
            int room = checked(x.Shape[i + 2] + window.Before[i] + window.After[i] - window.Size[i]), rest = room % window.Strides[i];
            if (room < 0 || rest == 0) continue;
            bool begins = room - rest + window.Strides[i] < x.Shape[i + 2] + window.Before[i];
            if (begins) after[i] += window.Strides[i] - rest;
        }
        return after.AsSpan().SequenceEqual(window.After) ? window : window with { After = after };
    }

    private static Item Global(ImportedNode node, ReduceKind kind)
    {
        Item x = node.Input(0);
        if (x.Rank < 3) throw node.Refused($"images of {x.Rank} axes are not read");
        int[] axes = [.. Enumerable.Range(1, x.Rank - 2)];
        return new Item(kind == ReduceKind.Mean ? Ops.Mean(x.Last, axes, keepDimensions: true)
            : Ops.Max(x.Last, axes, keepDimensions: true), isLast: true);
    }

    private static Item BatchNormalization(ImportedNode node)
    {
        node.Ignore("momentum", "spatial");
        if (node.Flag("training_mode")) throw node.Refused("training_mode is not read");
        float epsilon = node.Number("epsilon", 1e-5f);
        SymbolicTensor factor = node.Tensor(1) * Ops.Rsqrt(node.Tensor(4) + epsilon), shift = node.Tensor(2) - node.Tensor(3) * factor;
        Item x = node.Input(0);
        return x.Rank > 2 ? new Item(x.Last * factor + shift, isLast: true) : new Item(x.Tensor * factor + shift);
    }

    private static Item InstanceNormalization(ImportedNode node)
    {
        Item x = node.Input(0);
        if (x.Rank < 3) throw node.Refused($"images of {x.Rank} axes are not read");
        return new Item(Normalized(x.Last, [.. Enumerable.Range(1, x.Rank - 2)], node.Number("epsilon", 1e-5f)) * node.Tensor(1)
            + node.Tensor(2), isLast: true);
    }

    private static Item LayerNormalization(ImportedNode node)
    {
        node.Ignore("stash_type");
        Item x = node.Input(0);
        int axis = node.Axis(node.Integer("axis", -1), x.Rank);
        SymbolicTensor y = Normalized(x.Tensor, [.. Enumerable.Range(axis, x.Rank - axis)], node.Number("epsilon", 1e-5f)) * node.Tensor(1);
        return new Item(node.Has(2) ? y + node.Tensor(2) : y);
    }

    private static SymbolicTensor Normalized(SymbolicTensor x, int[] axes, float epsilon)
    {
        SymbolicTensor centered = x - Ops.Mean(x, axes, keepDimensions: true);
        return centered * Ops.Rsqrt(Ops.Mean(Ops.Square(centered), axes, keepDimensions: true) + epsilon);
    }
}
