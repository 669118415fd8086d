using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

/// <summary>Small helpers that Keras users know from <c>keras.utils</c>.</summary>
public static partial class Utils
{
    /// <summary>Class numbers as rows with a 1 at the class: (N,) or (N, 1) to (N, classes).</summary>
    /// <param name="x">Class numbers, from 0.</param>
    /// <param name="numClasses">Number of classes; null for the largest number + 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not below the number of classes.</exception>
    /// <exception cref="ShapeMismatchException">The result would have more elements than an array can hold.</exception>
    public static Tensor<float> ToCategorical(ModelData x, int? numClasses = null)
    {
        ArraySource source = Only(x);
        double[] labels = source.ToDoubles();
        int classes = numClasses ?? (labels.Length == 0 ? 0 : Classes(labels));
        if (classes < 0) throw new ArgumentOutOfRangeException(nameof(numClasses), numClasses,
            "ToCategorical: the number of classes must not be negative.");
        Shape shape = source.Shape.Rank > 1 && source.Shape[^1] == 1 ? source.Shape[..^1] : source.Shape;
        float[] values =
            Allocation.Of<float>(Sizes.Count([labels.Length, classes], $"ToCategorical: the result for classes up to {classes - 1}"),
                $"ToCategorical: a result of {labels.Length} rows for classes up to {classes - 1}");
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= classes)
                throw new ArgumentOutOfRangeException(nameof(x), labels[i],
                    FormattableString.Invariant($"ToCategorical: class {labels[i]} at position {i} is not in 0..{classes - 1}."));
            values[i * classes + (int)labels[i]] = 1;
        }
        return Tensor.Create(values, [.. shape.Select(size => (nint)size), classes]);
    }

    /// <summary>Divides by the norm along an axis; rows of norm 0 stay 0.</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="axis">The axis along which the norm is taken; from the end when negative.</param>
    /// <param name="order">1 for sums of magnitudes, 2 for lengths, and so on.</param>
    public static Tensor<float> Normalize(ModelData x, int axis = -1, int order = 2)
    {
        ArraySource source = Only(x);
        Guard.Positive(order, nameof(Normalize));
        double[] values = source.ToDoubles();
        int at = source.Shape.Axis(axis), size = source.Shape[at], inner = source.Shape[(at + 1)..].ElementCount;
        var result = new float[values.Length];
        for (int start = 0; start < values.Length; start += size * inner)
            for (int i = start; i < start + inner; i++)
            {
                double norm = 0;
                for (int k = 0; k < size; k++) norm += Math.Pow(Math.Abs(values[i + k * inner]), order);
                norm = Math.Pow(norm, 1.0 / order);
                for (int k = 0; k < size; k++)
                    result[i + k * inner] = (float)(norm == 0 ? values[i + k * inner] : values[i + k * inner] / norm);
            }
        return Tensor.Create(result, [.. source.Shape.Select(length => (nint)length)]);
    }

    /// <summary>Lists of numbers of any length as rows of one length: what an Embedding takes.</summary>
    /// <param name="sequences">The lists.</param>
    /// <param name="maxLength">The length of the rows, positive; null for the longest list.</param>
    /// <param name="padding">Where shorter lists are filled up. <c>"pre"</c>, the default, or <c>"post"</c>.</param>
    /// <param name="truncating">Where longer lists lose numbers. <c>"pre"</c>, the default, or <c>"post"</c>.</param>
    /// <param name="value">What fills up.</param>
    /// <returns>(lists, length).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive.</exception>
    /// <exception cref="ShapeMismatchException">The result would have more elements than an array can hold.</exception>
    public static Tensor<int> PadSequences(IReadOnlyList<int[]> sequences, int? maxLength = null, Choice<SequenceSide> padding = default,
        Choice<SequenceSide> truncating = default, int value = 0) =>
        Padded(sequences, maxLength, padding.OrFirst(), truncating.OrFirst(), value);

    /// <inheritdoc cref="PadSequences(IReadOnlyList{int[]}, int?, Choice{SequenceSide}, Choice{SequenceSide}, int)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor<float> PadSequences(IReadOnlyList<float[]> sequences, int? maxLength = null,
        Choice<SequenceSide> padding = default, Choice<SequenceSide> truncating = default, float value = 0) =>
        Padded(sequences, maxLength, padding.OrFirst(), truncating.OrFirst(), value);

    private static Tensor<T> Padded<T>(IReadOnlyList<T[]> sequences, int? maxLength, SequenceSide padding, SequenceSide truncating, T value)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (maxLength < 1) throw new ArgumentOutOfRangeException(nameof(maxLength), maxLength,
            $"PadSequences: maxLength must be positive, or null for the longest list, not {maxLength}.");
        int length = maxLength ?? (sequences.Count == 0 ? 0 : sequences.Max(s => s.Length));
        T[] rows = Allocation.Of<T>(Sizes.Count([sequences.Count, length], "PadSequences: the result"),
            $"PadSequences: {sequences.Count} rows of {length}");
        Array.Fill(rows, value);
        for (int i = 0; i < sequences.Count; i++)
        {
            int kept = Math.Min(sequences[i].Length, length);
            ReadOnlySpan<T> numbers = sequences[i].AsSpan(truncating == SequenceSide.Pre ? sequences[i].Length - kept : 0, kept);
            numbers.CopyTo(rows.AsSpan(i * length + (padding == SequenceSide.Pre ? length - kept : 0)));
        }
        return Tensor.Create(rows, [sequences.Count, length]);
    }

    /// <summary>Makes everything that is drawn at random from now on repeatable: start values, shuffling, dropout.</summary>
    /// <param name="seed">Any number.</param>
    public static void SetRandomSeed(int seed) => SeedSource.Set(seed);

    /// <summary>Starts automatic names again: the next Dense is <c>dense</c> again.</summary>
    public static void ClearSession() => Names.Clear();

    private static int Classes(double[] labels)
    {
        double largest = labels.Max();
        return largest >= -1 && largest < Sizes.Most ? (int)largest + 1
            : throw new ArgumentOutOfRangeException(nameof(labels), largest,
                FormattableString.Invariant(
                    $"ToCategorical: {largest} is no class number; classes are whole numbers from 0 to {Sizes.Most - 1}."));
    }

    private static ArraySource Only(ModelData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Arrays.Count == 1 ? data.Arrays[0]
            : throw new ArgumentException($"One array is needed here, not {data.Arrays.Count}.", nameof(data));
    }
}
