namespace Fashion.Keras.Saving;

/// <summary>How kernels lay in files of Keras 1 and of other backends, told from their shapes as Keras 2 tells it.</summary>
internal static class OldLayouts
{
    /// <summary>The conversion of stored values to a weight of another shape; null when there is none.</summary>
    public static Func<float[], float[]>? Convert(Variable weight, Shape found)
    {
        Shape want = weight.Shape;
        if (weight.Name != "kernel" || want.Rank != 4 || found.Rank != 4) return null;
        // Theano's (filters, channels, height, width).
        if (found.SequenceEqual([want[3], want[2], want[0], want[1]])) return values => Transpose(values, found, [2, 3, 1, 0]);
        // The reverse order of axes.
        if (found.SequenceEqual([want[3], want[2], want[1], want[0]])) return values => Transpose(values, found, [3, 2, 1, 0]);
        return null;
    }

    /// <summary>Exchanges axes: axis i of the result is axis order[i] of the source.</summary>
    /// <param name="values">The values.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="order">The order.</param>
    public static float[] Transpose(float[] values, Shape shape, int[] order)
    {
        int[] strides = new int[shape.Rank], index = new int[shape.Rank];
        for (int axis = shape.Rank - 1, stride = 1; axis >= 0; stride *= shape[axis--]) strides[axis] = stride;
        var result = new float[values.Length];
        for (int at = 0, from = 0; at < result.Length; at++)
        {
            result[at] = values[from];
            for (int axis = order.Length - 1; axis >= 0; axis--)
            {
                from += strides[order[axis]];
                if (++index[axis] < shape[order[axis]]) break;
                from -= strides[order[axis]] * shape[order[axis]];
                index[axis] = 0;
            }
        }
        return result;
    }
}
