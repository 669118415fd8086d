using System.Numerics.Tensors;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Datasets;

/// <summary>Texts and labels out of an NPZ file, on their way to what <see cref="SequenceOptions"/> ask for.</summary>
internal sealed class SequenceSamples(int[][] texts, int[] labels)
{
    public int Count => texts.Length;

    /// <summary>An array of lists of word numbers, and one of as many labels.</summary>
    /// <exception cref="InvalidDataException">Something else.</exception>
    public static SequenceSamples Read(NpzFile file, string name, string textsKey, string labelsKey)
    {
        NpyArray array = file.Array(textsKey);
        if (!array.HoldsObjects) throw new InvalidDataException($"{name}: '{textsKey}' does not hold lists.");
        if (PickleReader.Read(array.Body, $"{name}: '{textsKey}'").Object is not PickleArray { Shape: [var count], Data: PickleList list }
            || list.Items.Count != count)
            throw new InvalidDataException($"{name}: '{textsKey}' is no list of lists.");
        // The same list can be mentioned many times, which would fill the memory.
        long room = array.Body.Length;
        int[][] texts = [.. list.Items.Select(item => Numbers(item, ref room, $"{name}: '{textsKey}'"))];
        int[] labels =
            [.. file.Array(labelsKey).Elements<long>()
                .Select(label => label is >= 0 and <= int.MaxValue
                    ? (int)label
                    : throw new InvalidDataException($"{name}: '{labelsKey}' has the label {label}."))];
        return labels.Length == texts.Length
            ? new(texts, labels)
            : throw new InvalidDataException($"{name} has {texts.Length} texts, but {labels.Length} labels.");
    }

    public SequenceSamples Shuffle(NumpyRandom random)
    {
        int[] order = random.Permutation(texts.Length);
        return new([.. order.Select(i => texts[i])], [.. order.Select(i => labels[i])]);
    }

    /// <summary>Numbers shifted, a start in front, long texts dropped.</summary>
    public SequenceSamples Renumber(SequenceOptions options)
    {
        int[] start = options.StartChar is { } number ? [number] : [];
        int[] kept =
            [.. Enumerable.Range(0, texts.Length).Where(i => options.MaxLength is not { } most || texts[i].Length + start.Length < most)];
        return new([.. kept.Select(i => (int[])[.. start, .. texts[i].Select(word => Shift(word, options.IndexFrom))])],
            [.. kept.Select(i => labels[i])]);
    }

    /// <summary>Rare and frequent words replaced or left out.</summary>
    /// <param name="options">Which.</param>
    /// <param name="numWords">Numbers below this one are kept.</param>
    public SequenceSamples Limit(SequenceOptions options, int numWords)
    {
        bool Kept(int word) => word >= options.SkipTop && word < numWords;
        return new(
            [.. texts.Select(text => options.OovChar is { } unknown
                ? Array.ConvertAll(text, word => Kept(word) ? word : unknown)
                : Array.FindAll(text, Kept))], labels);
    }

    /// <summary>The largest number of all texts.</summary>
    public int Largest() => texts.Max(text => text.Length == 0 ? 0 : text.Max());

    public SequenceDataset Slice(int first, int end) => new(texts[first..end], Tensor.Create(labels[first..end], [end - first]));

    private static int Shift(int word, int by) => (long)word + by is >= int.MinValue and <= int.MaxValue and var shifted ? (int)shifted
        : throw new ArgumentOutOfRangeException(nameof(by), by,
            $"{nameof(SequenceOptions.IndexFrom)} of {by} takes the word {word} out of the range of whole numbers.");

    private static int[] Numbers(PickleValue item, ref long room, string where)
    {
        if (item.Object is not PickleList list) throw new InvalidDataException($"{where} has an element that is no list.");
        if ((room -= list.Items.Count) < 0) throw new InvalidDataException($"{where} mentions the same lists again and again.");
        return [.. list.Items.Select(word => word is { Object: null, Number: >= int.MinValue and <= int.MaxValue }
            ? (int)word.Number
            : throw new InvalidDataException($"{where} has a word that is no whole number."))];
    }
}
