using System.Text;

namespace Fashion.Keras.Hdf5;

/// <summary>A group or a dataset of a file that is to be written.</summary>
internal abstract class Node
{
    private readonly OrderedDictionary<string, Content> _attributes = new(StringComparer.Ordinal);

    // Version and flags, and neither heap nor index: all attributes are in the header. HDF5 counts them only where this is said.
    private static readonly byte[] InHeader = [0, 0, .. Enumerable.Repeat(byte.MaxValue, 16)];

    /// <summary>Where its header will be.</summary>
    public long Address { get; set; }

    /// <summary>What is attached to it.</summary>
    public IEnumerable<Content> Attributes => _attributes.Values;

    /// <summary>Attaches a value.</summary>
    /// <exception cref="ArgumentException">It is larger than the format allows.</exception>
    public void SetAttribute(string name, Content content)
    {
        long size = Start(name, content).Length + content.Size;
        if (size > HeaderWriter.MostBytes)
            throw new ArgumentException(
                $"Attribute '{name}' takes {size} bytes; HDF5 allows {HeaderWriter.MostBytes}. Make it a dataset, or several attributes.",
                nameof(content));
        _attributes[name] = content;
    }

    /// <summary>Its header; addresses that are not known yet are anything, the size is the same.</summary>
    public byte[] Header()
    {
        var header = new HeaderWriter();
        AddMessages(header);
        if (_attributes.Count > 0) header.Add(ObjectHeader.AttributeInfo, InHeader);
        foreach ((string name, Content content) in _attributes)
        {
            using var data = new MemoryStream();
            content.Write(data);
            ByteWriter message = Start(name, content);
            message.Bytes(data.GetBuffer().AsSpan(0, (int)data.Length));
            header.Add(ObjectHeader.Attribute, message.Written);
        }
        return header.ToArray();
    }

    protected abstract void AddMessages(HeaderWriter header);

    // All of an attribute message but the data.
    private static ByteWriter Start(string name, Content content)
    {
        const int Version = 3;
        byte[] text = Encoding.UTF8.GetBytes(name), space = content.Space();
        var start = new ByteWriter();
        start.U8(Version);
        start.U8(0);
        start.U16(Math.Min(text.Length + 1, HeaderWriter.MostBytes));
        start.U16(content.Type.Length);
        start.U16(space.Length);
        start.U8(Ascii.IsValid(name) ? 0 : 1);
        start.Bytes(text);
        start.U8(0);
        start.Bytes(content.Type);
        start.Bytes(space);
        return start;
    }
}
