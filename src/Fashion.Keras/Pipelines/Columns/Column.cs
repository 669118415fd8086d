namespace Fashion.Keras.Pipelines;

/// <summary>Joins one part of several samples (their inputs, their targets or their weights) into one array per input or output.</summary>
internal abstract class Column<T>
{
    /// <summary>Adds the part of one more sample.</summary>
    /// <exception cref="ArgumentException">No numbers, or another type than those of the samples before.</exception>
    /// <exception cref="ShapeMismatchException">Another shape than that of the samples before.</exception>
    public abstract void Add(T sample);

    /// <summary>Gives what was added and begins again.</summary>
    public abstract ModelData Take();

    /// <summary>A column for as many samples at most.</summary>
    /// <param name="capacity">Most samples of a batch.</param>
    /// <param name="what">What the column holds, for messages: x, y, sampleWeight.</param>
    public static Column<T> For(int capacity, string what)
    {
        // Plain numbers come without a box.
        object column =
            typeof(T) == typeof(float) ? new NumberColumn<float>(capacity) :
            typeof(T) == typeof(double) ? new NumberColumn<double>(capacity) :
            typeof(T) == typeof(byte) ? new NumberColumn<byte>(capacity) :
            typeof(T) == typeof(int) ? new NumberColumn<int>(capacity) :
            typeof(T) == typeof(long) ? new NumberColumn<long>(capacity) :
            typeof(T) == typeof(bool) ? new NumberColumn<bool>(capacity) :
            new AnyColumn<T>(capacity, what);
        return (Column<T>)column;
    }
}
