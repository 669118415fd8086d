namespace Fashion.Keras.Pipelines;

/// <summary>Joins one part of several samples (their inputs, their targets or their weights) into one array per input or output.</summary>
internal abstract class Column<T>
{
    /// <summary>Adds the part of one more sample.</summary>
    /// <exception cref="ArgumentException">No numbers or texts, or another type than those of the samples before.</exception>
    /// <exception cref="ShapeMismatchException">Another shape than that of the samples before.</exception>
    public abstract void Add(T sample);

    /// <summary>Gives what was added and begins again.</summary>
    public abstract ModelData Flush();

    /// <summary>A column for as many samples at most.</summary>
    /// <param name="space">Where the samples go.</param>
    /// <param name="what">What the column holds, for messages: x, y, sampleWeight.</param>
    public static Column<T> For(BatchSpace space, string what)
    {
        // Plain numbers come without a box, texts without a tuple to look into.
        object column =
            typeof(T) == typeof(float) ? new ScalarColumn<float>(space, what) :
            typeof(T) == typeof(double) ? new ScalarColumn<double>(space, what) :
            typeof(T) == typeof(byte) ? new ScalarColumn<byte>(space, what) :
            typeof(T) == typeof(int) ? new ScalarColumn<int>(space, what) :
            typeof(T) == typeof(long) ? new ScalarColumn<long>(space, what) :
            typeof(T) == typeof(bool) ? new ScalarColumn<bool>(space, what) :
            typeof(T) == typeof(string) ? new ScalarColumn<string>(space, what) :
            new AnyColumn<T>(space, what);
        return (Column<T>)column;
    }
}
