namespace Fashion.Keras.Hdf5;

/// <summary>A group, a dataset or a named datatype of a file that is being read.</summary>
public abstract class H5Object
{
    private protected H5Object(Bytes file, ObjectHeader header)
    {
        Bytes = file;
        Header = header;
        _attributes = new(ReadAttributes);
    }

    private readonly Lazy<IReadOnlyDictionary<string, H5Attribute>> _attributes;

    internal Bytes Bytes { get; }

    internal ObjectHeader Header { get; }

    /// <summary>Where it is in the file: <c>/</c> for the root, else a path such as <c>/layers/dense</c>.</summary>
    public string Path => Bytes.Path;

    /// <summary>The byte at which its header starts. Links that lead to the same object lead to the same address.</summary>
    public long Address => Header.Address;

    /// <summary>Its attributes by name.</summary>
    /// <exception cref="H5FormatException">The file is damaged, or an attribute uses what is not supported.</exception>
    public IReadOnlyDictionary<string, H5Attribute> Attributes => _attributes.Value;

    internal static H5Object Open(H5File owner, Bytes file, long address)
    {
        ObjectHeader header = file.State.Header(file, address);
        foreach (ObjectHeader.Message message in header.Messages)
        {
            if (message.Type == ObjectHeader.Layout) return new H5Dataset(file, header);
            if (message.Type is ObjectHeader.SymbolTable or ObjectHeader.LinkInfo) return new H5Group(owner, file, header);
        }
        return header.Find(ObjectHeader.Datatype) is { } type
            ? new H5NamedType(file, header, H5Type.Read(type))
            : throw file.Damaged("an object is neither group nor dataset nor datatype", address);
    }

    // Few attributes are in the header, many in a heap with an index of its own. Of two with one name the first counts.
    private Dictionary<string, H5Attribute> ReadAttributes()
    {
        var found = new Dictionary<string, H5Attribute>(StringComparer.Ordinal);
        foreach (ObjectHeader.Message message in Header.Messages)
            if (message.Type == ObjectHeader.Attribute)
                Add(message.IsShared ? SharedMessage.Find(message.Data.Rest(), ObjectHeader.Attribute) : message.Data.Rest());
        if (Header.Find(ObjectHeader.AttributeInfo) is not { } info) return found;
        info.Version(0, "attribute information");
        int flags = info.U8();
        if ((flags & 1) != 0) info.Skip(2);
        if (info.AddressOrNone() is not { } heapAddress) return found;
        var heap = new FractalHeap(Bytes, heapAddress);
        foreach (Block record in new BTree2(Bytes, info.Address(), BTree2.AttributeNames).Records())
        {
            Block id = record.Sub(heap.IdLength);
            bool shared = (record.U8() & 2) != 0;
            Block message = heap.Find(id);
            Add(shared ? SharedMessage.Find(message, ObjectHeader.Attribute) : message);
        }
        return found;

        void Add(Block message)
        {
            H5Attribute attribute = H5Attribute.Read(message);
            found.TryAdd(attribute.Name, attribute);
        }
    }
}
