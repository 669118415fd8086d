namespace Fashion.Keras.Hdf5;

/// <summary>Texts of any length: references to a heap.</summary>
internal sealed class TextContent(IReadOnlyList<string> texts, IReadOnlyList<long> shape)
    : Content(TypeMessage.Text(TypeMessage.IsAscii(texts)), shape, Reference)
{
    /// <summary>Bytes of a reference: length of the text, address of its collection, number there.</summary>
    public const int Reference = 16;

    private (int Length, HeapWriter.Collection? Collection, int Number)[] _places = [];

    public override void Place(HeapWriter heap) => _places = [.. texts.Select(heap.Add)];

    public override void Write(Stream destination)
    {
        var references = new ByteWriter();
        foreach ((int length, HeapWriter.Collection? collection, int number) in _places)
        {
            references.U32((uint)length);
            references.I64(collection?.Address ?? 0);
            references.U32((uint)number);
        }
        destination.Write(references.Written);
    }
}
