using Fashion.Keras.Data;

namespace Fashion.Keras.Training;

/// <summary>Weights per class as weights per sample.</summary>
internal static class ClassWeights
{
    /// <summary>One weight per sample; classes without a weight weigh 1. One-hot targets count as their largest entry.</summary>
    public static float[] PerSample(IReadOnlyDictionary<int, double> classWeight, ArraySource targets)
    {
        int width = targets.RowLength;
        double[] values = targets.ToDoubles();
        var weights = new float[targets.Rows];
        for (int row = 0; row < weights.Length; row++)
            weights[row] = (float)classWeight.GetValueOrDefault(Class(values.AsSpan(row * width, width)), 1);
        return weights;
    }

    private static int Class(ReadOnlySpan<double> target)
    {
        if (target.Length == 1) return (int)target[0];
        int best = 0;
        for (int i = 1; i < target.Length; i++)
            if (target[i] > target[best]) best = i;
        return best;
    }
}
