namespace Fashion.Keras.Layers;

/// <summary>
/// While it lives, layers of this thread make their weights for a model out of a file: there cannot be more of them than the
/// file holds, whatever its configuration says. Where the file has their values, they start as zeros and no random numbers
/// are drawn.
/// </summary>
internal sealed class WeightLoadingScope : IDisposable
{
    [ThreadStatic] private static WeightLoadingScope? s_current;

    private readonly WeightLoadingScope? _outer = s_current;
    private readonly bool _hasValues;
    private long _left;

    /// <param name="elements">How many numbers the file holds, or how many it may ask for.</param>
    /// <param name="hasValues">Whether it holds the values; a text of JSON does not.</param>
    public WeightLoadingScope(long elements, bool hasValues = true)
    {
        _left = elements;
        _hasValues = hasValues;
        s_current = this;
    }

    /// <summary>Whether weights are being made for a file's values.</summary>
    public static bool HasValues => s_current is { _hasValues: true };

    /// <summary>Whether a layer is being made for a file.</summary>
    public static bool IsLoading => s_current is not null;

    /// <summary>What is made until the returned object is disposed is none of the file's.</summary>
    public static Suspension Suspend()
    {
        var suspension = new Suspension(s_current);
        s_current = null;
        return suspension;
    }

    /// <summary>Counts the numbers of one weight.</summary>
    /// <exception cref="ModelFormatException">The file does not have that many.</exception>
    public static void Reserve(string layer, string weight, Shape shape)
    {
        if (s_current is not { } file) return;
        long count = 1;
        foreach (int size in shape) count = count > file._left ? count : count * size;
        if (count > file._left) throw new ModelFormatException($"Layer '{layer}' says that its weight '{weight}' has the shape {shape}, " +
            $"which is more than {(file._hasValues ? "the file holds" : "a text of JSON may ask for")}.")
        { Entry = $"{layer}/{weight}" };
        file._left -= count;
    }

    public void Dispose() => s_current = _outer;

    /// <summary>Goes on with the file.</summary>
    internal readonly struct Suspension : IDisposable
    {
        private readonly WeightLoadingScope? _file;

        internal Suspension(WeightLoadingScope? file) => _file = file;

        public void Dispose() => s_current = _file;
    }
}
