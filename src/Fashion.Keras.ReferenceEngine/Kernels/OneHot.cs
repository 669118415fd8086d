namespace Fashion.Keras.Reference;

/// <summary>1 at the truncated number and 0 elsewhere; all 0 when it is out of range or NaN.</summary>
internal static class OneHot
{
    public static double[] Forward(double[] indices, int depth)
    {
        var y = new double[indices.Length * depth];
        for (int i = 0; i < indices.Length; i++)
            if (indices[i] > -1 && indices[i] < depth) y[i * depth + (int)indices[i]] = 1;
        return y;
    }
}
