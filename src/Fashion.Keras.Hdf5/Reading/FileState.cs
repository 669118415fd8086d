namespace Fashion.Keras.Hdf5;

/// <summary>
/// What is known of a whole file while it is open. Structures of a sound file do not overlap, so that all of them are no larger
/// than the file; where they do overlap, reading them would take far longer than the file is large.
/// </summary>
internal sealed class FileState
{
    private readonly Lock _lock = new();
    private readonly HashSet<(long Owner, long At)> _structures = [];
    private readonly HashSet<long> _texts = [];
    private readonly Dictionary<long, ObjectHeader> _headers = [];
    private readonly Dictionary<long, IReadOnlyDictionary<uint, ReadOnlyMemory<byte>>> _collections = [];
    private long _structureBytes, _textBytes;

    /// <summary>Whether structures with wrong checksums are read all the same; only tests of damaged files do that.</summary>
    public bool IgnoresChecksums { get; init; }

    /// <summary>Counts the bytes of a structure, once for each object that it belongs to: in a sound file that is one.</summary>
    public void CountStructure(Bytes file, long owner, long at, ulong bytes)
    {
        file.Require(at, bytes);
        lock (_lock)
            if (_structures.Add((owner, at)) && (_structureBytes += (long)bytes) > file.Length)
                throw file.Damaged("structures lie across each other", at);
    }

    /// <summary>
    /// Counts the bytes of the texts that something names, once. Each text is stored once, so all of them fit into the file.
    /// </summary>
    public void CountTexts(Bytes file, long at, long bytes)
    {
        lock (_lock)
            if (_texts.Add(at) && (_textBytes += bytes) > file.Length)
                throw file.Damaged("texts announce more bytes than the file has", at);
    }

    /// <summary>The header at a place; many links may lead to one.</summary>
    public ObjectHeader Header(Bytes file, long at)
    {
        lock (_lock)
            if (_headers.TryGetValue(at, out ObjectHeader? known)) return known;
        ObjectHeader read = ObjectHeader.Read(file, at);
        lock (_lock) return _headers[at] = read;
    }

    /// <summary>The texts in a collection of the heap; many attributes may name one.</summary>
    public IReadOnlyDictionary<uint, ReadOnlyMemory<byte>> Collection(long at,
        Func<long, IReadOnlyDictionary<uint, ReadOnlyMemory<byte>>> read)
    {
        lock (_lock)
            if (_collections.TryGetValue(at, out IReadOnlyDictionary<uint, ReadOnlyMemory<byte>>? known)) return known;
        IReadOnlyDictionary<uint, ReadOnlyMemory<byte>> found = read(at);
        lock (_lock) return _collections[at] = found;
    }
}
