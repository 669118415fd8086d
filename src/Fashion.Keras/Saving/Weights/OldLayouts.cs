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

    // Axis i of the result is axis order[i] of the source.
    private static float[] Transpose(float[] values, Shape shape, int[] order)
    {
        var strides = new int[4];
        for (int axis = 3, stride = 1; axis >= 0; stride *= shape[axis--]) strides[axis] = stride;
        var result = new float[values.Length];
        int at = 0;
        for (int a = 0; a < shape[order[0]]; a++)
            for (int b = 0; b < shape[order[1]]; b++)
                for (int c = 0; c < shape[order[2]]; c++)
                    for (int d = 0; d < shape[order[3]]; d++)
                        result[at++] = values[a * strides[order[0]] + b * strides[order[1]] + c * strides[order[2]] + d * strides[order[3]]];
        return result;
    }
}
