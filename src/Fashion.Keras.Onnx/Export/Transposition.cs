namespace Fashion.Keras.Onnx.Export;

/// <summary>Constant arrays with their axes in another order.</summary>
internal static class Transposition
{
    /// <summary>The elements row-major after a transposition: axis i of the result is axis <paramref name="order"/>[i].</summary>
    public static T[] Of<T>(T[] values, int[] shape, int[] order)
    {
        var strides = new int[shape.Length];
        for (int axis = shape.Length - 1, stride = 1; axis >= 0; stride *= shape[axis--]) strides[axis] = stride;
        int[] sizes = [.. order.Select(axis => shape[axis])], steps = [.. order.Select(axis => strides[axis])],
            place = new int[shape.Length];
        var result = new T[values.Length];
        for (int i = 0, from = 0; i < result.Length; i++)
        {
            result[i] = values[from];
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                from += steps[axis];
                if (++place[axis] < sizes[axis]) break;
                from -= steps[axis] * sizes[axis];
                place[axis] = 0;
            }
        }
        return result;
    }
}
