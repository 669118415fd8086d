namespace Fashion.Keras.Hdf5;

/// <summary>A dataset that is to be written, its elements in one piece.</summary>
internal sealed class DatasetNode(Content content) : Node
{
    private const int FillVersion = 3, LayoutVersion = 3, Contiguous = 1;

    // Space is found when elements are written; fill values are written only where there are some.
    private const int LateAndIfSet = 2 | 2 << 2;

    public Content Content => content;

    /// <summary>Where its elements will be.</summary>
    public long DataAddress { get; set; }

    protected override void AddMessages(HeaderWriter header)
    {
        header.Add(ObjectHeader.Dataspace, content.Space());
        header.Add(ObjectHeader.Datatype, content.Type);
        header.Add(ObjectHeader.FillValue, [FillVersion, LateAndIfSet]);
        var layout = new ByteWriter();
        layout.U8(LayoutVersion);
        layout.U8(Contiguous);
        layout.I64(content.Size == 0 ? ByteWriter.Nowhere : DataAddress);
        layout.I64(content.Size);
        header.Add(ObjectHeader.Layout, layout.Written);
    }
}
