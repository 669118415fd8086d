using System.Reflection;
using System.Runtime.ExceptionServices;
using PureHDF;

namespace Fashion.Keras.Saving;

/// <summary>
/// One group of an HDF5 file that is being put together. Names may be paths; groups on the way are made. Everything is
/// written as h5py does by default: contiguous little-endian data, texts of variable length in UTF-8.
/// </summary>
internal sealed class Hdf5Writer
{
    /// <summary>Attributes live in object headers, whose messages end at 64 KiB; Keras splits longer lists at this size.</summary>
    private const int LargestAttribute = 64512;

    // A reference to a text of variable length: its size, and address and index of the heap object.
    private const int TextReference = 16;

    private readonly H5Group _group;

    /// <summary>An empty file.</summary>
    public Hdf5Writer() : this(new H5File()) { }

    private Hdf5Writer(H5Group group) => _group = group;

    /// <summary>The group at a path, made when it is not there.</summary>
    public Hdf5Writer Group(string path)
    {
        H5Group group = _group;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!group.TryGetValue(name, out object? next)) group[name] = next = new H5Group();
            group = next as H5Group ?? throw new InvalidOperationException($"'{name}' in '{path}' is a dataset already.");
        }
        return new Hdf5Writer(group);
    }

    /// <summary>Writes numbers in the given shape.</summary>
    public void Write(string path, Shape shape, float[] values) => Add(path, new H5Dataset<float[]>(values, fileDims: [.. shape.Select(size => (ulong)size)]));

    /// <summary>Writes one number.</summary>
    public void Write(string path, float value) => Add(path, new H5Dataset<float>(value));

    /// <summary>Writes one whole number.</summary>
    public void Write(string path, int value) => Add(path, new H5Dataset<int>(value));

    /// <summary>Writes one whole number.</summary>
    public void Write(string path, long value) => Add(path, new H5Dataset<long>(value));

    /// <summary>Attaches a text.</summary>
    public void SetAttribute(string name, string text) => _group.Attributes[name] = new H5Attribute<string>(text);

    /// <summary>Attaches a list of texts. An empty one becomes what numpy makes of an empty list: float64 of shape (0,).</summary>
    public void SetAttribute(string name, IReadOnlyList<string> texts)
    {
        const int perPart = LargestAttribute / TextReference;
        if (texts.Count == 0) _group.Attributes[name] = new H5Attribute<double[]>([], [0]);
        else if (texts.Count <= perPart) _group.Attributes[name] = new H5Attribute<string[]>([.. texts]);
        else
            foreach ((int part, string[] some) in texts.Chunk(perPart).Index())
                _group.Attributes[FormattableString.Invariant($"{name}{part}")] = new H5Attribute<string[]>(some);
    }

    /// <summary>Writes the whole file; call it on the root.</summary>
    /// <param name="destination">A stream that can seek and read.</param>
    public void Save(Stream destination)
    {
        try
        {
            ((H5File)_group).Write(destination);
        }
        // PureHDF writes through reflection, which wraps what a full disk says.
        catch (TargetInvocationException e) when (e.InnerException is { } cause)
        {
            while (cause is TargetInvocationException { InnerException: { } inner }) cause = inner;
            ExceptionDispatchInfo.Throw(cause);
        }
    }

    private void Add(string path, H5Dataset dataset)
    {
        int slash = path.LastIndexOf('/');
        H5Group group = slash < 0 ? _group : Group(path[..slash])._group;
        group[path[(slash + 1)..]] = dataset;
    }
}
