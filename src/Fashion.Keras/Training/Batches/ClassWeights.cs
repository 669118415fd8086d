using System.Numerics;
using Fashion.Keras.Data;

namespace Fashion.Keras.Training;

/// <summary>Weights per class as weights per sample.</summary>
internal static class ClassWeights
{
    /// <summary>Weights of another number type as doubles.</summary>
    public static IReadOnlyDictionary<int, double>? ToDoubles<TWeight>(IReadOnlyDictionary<int, TWeight>? classWeight)
        where TWeight : INumberBase<TWeight> =>
        classWeight?.ToDictionary(entry => entry.Key, entry => double.CreateChecked(entry.Value));

    /// <summary>
    /// One weight per sample; classes without a weight weigh 1. One-hot targets count as their largest entry, labels with a fraction as the
    /// nearest class.
    /// </summary>
    /// <param name="classWeight">The weights.</param>
    /// <param name="targets">The targets of the model's only output.</param>
    /// <param name="output">Shape of the output.</param>
    /// <param name="modelName">For messages.</param>
    /// <exception cref="ArgumentException">A weight is not finite, or a sample has several classes.</exception>
    public static float[] PerSample(IReadOnlyDictionary<int, double> classWeight, ArraySource targets, Shape output, string modelName)
    {
        foreach ((int number, double weight) in classWeight)
            if (!double.IsFinite(weight))
                throw new ArgumentException(FormattableString.Invariant(
                    $"Model '{modelName}': classWeight must hold finite numbers, but class {number} has {weight}."), nameof(classWeight));
        if (output.Rank > 2)
            throw new ArgumentException($"Model '{modelName}': classWeight needs one class per sample, but the output of shape {output} " +
                $"has one per step, and so have the targets of shape {targets.Shape}. Give sampleWeight of shape " +
                $"{output.With(0, targets.Rows)[..^1]} instead: the weight of each step's class.", nameof(classWeight));
        int width = targets.RowLength;
        double[] values = targets.ToDoubles();
        var weights = new float[targets.Rows];
        for (int row = 0; row < weights.Length; row++)
            weights[row] = (float)classWeight.GetValueOrDefault(Class(values.AsSpan(row * width, width)), 1);
        return weights;
    }

    private static int Class(ReadOnlySpan<double> target)
    {
        if (target.Length == 1) return (int)Math.Round(target[0], MidpointRounding.ToEven);
        int best = 0;
        for (int i = 1; i < target.Length; i++)
            if (target[i] > target[best]) best = i;
        return best;
    }
}
