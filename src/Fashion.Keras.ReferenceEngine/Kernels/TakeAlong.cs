namespace Fashion.Keras.Reference;

/// <summary>Elements of each row at truncated positions, which must lie in the row; and the way back, adding elements into rows.</summary>
internal static class TakeAlong
{
    public static double[] Forward(double[] x, double[] positions, int width, int taken)
    {
        var y = new double[positions.Length];
        for (int i = 0; i < y.Length; i++) y[i] = x[i / taken * width + (int)positions[i]];
        return y;
    }

    public static double[] Add(double[] positions, double[] values, int width, int taken)
    {
        var y = new double[positions.Length / taken * width];
        for (int i = 0; i < positions.Length; i++) y[i / taken * width + (int)positions[i]] += values[i];
        return y;
    }
}
