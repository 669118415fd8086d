using System.Text;

namespace Fashion.Keras.Hdf5;

/// <summary>Texts of fixed and of any length.</summary>
internal static class Texts
{
    private const int FilledWithBlanks = 2;

    /// <summary>Reads the texts of a dataset or an attribute.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="data">The elements as the file has them.</param>
    public static string[] Read(H5Type type, long count, Block data)
    {
        if (!type.IsText) throw data.File.Unsupported($"the elements are {type}, no texts", data.Here);
        long at = data.Here;
        var texts = new string[checked((int)count)];
        GlobalHeap? heap = type.IsVariableText ? new GlobalHeap(data.File) : null;
        foreach (ref string text in texts.AsSpan())
            text = Encoding.UTF8.GetString(heap is null ? Fixed(data.Take(type.Size), type.Padding) : heap.Find(data));
        if (heap is not null) data.File.State.CountTexts(data.File, at, heap.Total);
        return texts;
    }

    private static ReadOnlySpan<byte> Fixed(ReadOnlySpan<byte> bytes, int padding)
    {
        int end = bytes.IndexOf((byte)0);
        if (end >= 0) bytes = bytes[..end];
        return padding == FilledWithBlanks ? bytes.TrimEnd((byte)' ') : bytes;
    }
}
