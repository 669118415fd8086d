using System.Text;

namespace Fashion.Keras.Hdf5;

/// <summary>A group that is to be written.</summary>
internal sealed class GroupNode : Node
{
    private const int GroupInfo = 10, NameSet = 0x10;

    /// <summary>What is in it, by name.</summary>
    public OrderedDictionary<string, Node> Links { get; } = new(StringComparer.Ordinal);

    protected override void AddMessages(HeaderWriter header)
    {
        var info = new ByteWriter();
        info.U16(0);
        // Neither heap nor index: all links are in the header.
        info.I64(ByteWriter.Nowhere);
        info.I64(ByteWriter.Nowhere);
        header.Add(ObjectHeader.LinkInfo, info.Written);
        header.Add(GroupInfo, [0, 0]);
        foreach ((string name, Node node) in Links)
        {
            byte[] text = Encoding.UTF8.GetBytes(name);
            int code = text.Length <= byte.MaxValue ? 0 : 1;
            var link = new ByteWriter();
            link.U8(1);
            link.U8(code | (Ascii.IsValid(name) ? 0 : NameSet));
            if (!Ascii.IsValid(name)) link.U8(1);
            link.Unsigned(text.Length, 1 << code);
            link.Bytes(text);
            link.I64(node.Address);
            header.Add(ObjectHeader.Link, link.Written);
        }
    }
}
