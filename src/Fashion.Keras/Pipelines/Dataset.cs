using Fashion.Keras.Pipelines;

namespace Fashion.Keras;

/// <summary>Makes pipelines of samples: see <see cref="Dataset{T}"/>.</summary>
public static partial class Dataset
{
    /// <summary>The elements of a sequence. Each pass enumerates it again.</summary>
    /// <typeparam name="T">Type of the elements: a sample, <c>(x, y)</c>, a file name ...</typeparam>
    /// <param name="elements">The elements.</param>
    /// <param name="count">How many there are; null to take it from the sequence where it tells (arrays and lists do).</param>
    public static Dataset<T> From<T>(IEnumerable<T> elements, long? count = null)
    {
        ArgumentNullException.ThrowIfNull(elements);
        if (count is < 0) throw new ArgumentOutOfRangeException(nameof(count), count, "Dataset.From: count must be 0 or more.");
        return elements as Dataset<T> ?? (elements is IReadOnlyList<T> list
            ? new IndexedDataset<T>(() => list.Count, i => list[i], isHeld: list is T[] || list.GetType() == typeof(List<T>))
            : new SequenceDataset<T>(elements, count));
    }

    /// <summary>Elements that are made, or read, from their number. They can be shuffled as a whole and read by several threads.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="count">How many there are.</param>
    /// <param name="element">Gives the element of a number from 0 to count - 1.</param>
    public static Dataset<T> FromIndex<T>(int count, Func<int, T> element)
    {
        ArgumentNullException.ThrowIfNull(element);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new IndexedDataset<T>(() => count, element);
    }

    /// <summary>The numbers 0 to count - 1.</summary>
    /// <param name="count">How many.</param>
    public static Dataset<int> Range(int count) => FromIndex(count, i => i);
}
