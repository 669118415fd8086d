using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Regularizers;

namespace Fashion.Keras.Tests.Extremes;

/// <summary>Numbers that no one would choose, and arguments made of them.</summary>
internal static class ExtremeNumbers
{
    /// <summary>None and fewer, powers of two around the limits of 32 bits, numbers whose products with 2, 7 or themselves wrap.</summary>
    public static readonly int[] Whole =
        [0, -1, int.MinValue, 1 << 15, 1 << 16, 46341, int.MaxValue, int.MaxValue - 1, 306783378, 1 << 30, 65537, 1 << 28];

    public static readonly double[] Real = [0, -1, 1e-320, 1e30, 1e308, -1e308, double.NaN, double.PositiveInfinity, 0.5];

    private static readonly Type[] NotNumbers =
        [typeof(string), typeof(bool), typeof(ActivationFunction), typeof(Initializer), typeof(Regularizer), typeof(Constraint),
            typeof(TextStandardization), typeof(TextSplit), typeof(IReadOnlyList<string>), typeof(float[,]), typeof(Layer),
            typeof(RecurrentLayer), typeof(RecurrentCell), typeof(IReadOnlyList<RecurrentCell>), typeof(IReadOnlyList<Layer>)];

    /// <summary>Whether a type is an enum's members and texts.</summary>
    public static bool IsChoice(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Choice<>);

    /// <summary>How many whole numbers an argument of a type has; 0 for one without.</summary>
    /// <exception cref="NotSupportedException">A type that is not known here: its numbers would never be tried.</exception>
    public static int Count(Type type)
    {
        if (type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(float) || type == typeof(Ngrams))
            return 1;
        if (type == typeof(RenormClipping)) return 3;
        if (type == typeof(Size2D) || type == typeof(Margin1D) || type == typeof(RandomRange) || type == typeof((double, double))) return 2;
        if (type == typeof(Size3D)) return 3;
        if (type == typeof(Margin2D)) return 4;
        if (type == typeof(Margin3D)) return 6;
        if (type == typeof(Shape) || typeof(IReadOnlyList<int>).IsAssignableFrom(type)
            || typeof(IReadOnlyList<double>).IsAssignableFrom(type) || type == typeof(IReadOnlyList<long>)
            || type == typeof(IReadOnlyList<ulong>)) return 2;
        if (type.IsEnum || IsChoice(type) || NotNumbers.Contains(type) || type.IsSubclassOf(typeof(Delegate))) return 0;
        throw new NotSupportedException($"{type.Name} is the type of a layer's argument that {nameof(ExtremeNumbers)} cannot make.");
    }

    /// <summary>An argument whose numbers come from a function.</summary>
    public static object Make(Type type, Func<int> whole, Func<double> real, int length)
    {
        if (type == typeof(int)) return whole();
        if (type == typeof(long)) return (long)whole();
        if (type == typeof(Ngrams)) return (Ngrams)whole();
        if (type == typeof(IReadOnlyList<long>)) return Enumerable.Range(0, length).Select(_ => (long)whole()).ToArray();
        if (type == typeof(IReadOnlyList<ulong>)) return Enumerable.Range(0, length).Select(_ => (ulong)whole()).ToArray();
        if (type == typeof(double)) return real();
        if (type == typeof(float)) return (float)real();
        if (type == typeof(RenormClipping)) return new RenormClipping(real(), real(), real());
        if (type == typeof(Size2D)) return new Size2D(whole(), whole());
        if (type == typeof(Size3D)) return new Size3D(whole(), whole(), whole());
        if (type == typeof(Margin1D)) return new Margin1D(whole(), whole());
        if (type == typeof(Margin2D)) return new Margin2D(new Margin1D(whole(), whole()), new Margin1D(whole(), whole()));
        if (type == typeof(Margin3D))
            return new Margin3D(new Margin1D(whole(), whole()), new Margin1D(whole(), whole()), new Margin1D(whole(), whole()));
        if (type == typeof(RandomRange)) return new RandomRange(-real(), real());
        if (type == typeof((double, double))) return (real(), real());
        if (type == typeof(Shape)) return Shape.Create([.. Enumerable.Range(0, length).Select(_ => Math.Max(-1, whole()))]);
        if (typeof(IReadOnlyList<double>).IsAssignableFrom(type)) return Enumerable.Range(0, length).Select(_ => real()).ToArray();
        return Enumerable.Range(0, length).Select(_ => whole()).ToArray();
    }
}
