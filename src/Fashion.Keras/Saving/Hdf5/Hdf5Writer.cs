using Fashion.Keras.Hdf5;

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

    private readonly H5FileBuilder _file;
    private readonly H5GroupBuilder _group;

    /// <summary>An empty file.</summary>
    public Hdf5Writer()
    {
        _file = new H5FileBuilder();
        _group = _file.Root;
    }

    private Hdf5Writer(H5FileBuilder file, H5GroupBuilder group)
    {
        _file = file;
        _group = group;
    }

    /// <summary>The group at a path, made when it is not there.</summary>
    public Hdf5Writer Group(string path) => new(_file, _group.Group(path));

    /// <summary>Writes numbers in the given shape.</summary>
    public void Write(string path, Shape shape, float[] values) => Write(path, shape, () => values);

    /// <summary>Writes numbers in the given shape, asked for when their turn comes: no two arrays need be there at a time.</summary>
    public void Write(string path, Shape shape, Func<float[]> values) =>
        _group.Add<float>(path, [.. shape.Select(size => (long)size)], () => values());

    /// <summary>Writes one number.</summary>
    public void Write(string path, float value) => _group.Add(path, value);

    /// <summary>Writes one whole number.</summary>
    public void Write(string path, int value) => _group.Add(path, value);

    /// <summary>Writes one whole number.</summary>
    public void Write(string path, long value) => _group.Add(path, value);

    /// <summary>Attaches a text.</summary>
    public void SetAttribute(string name, string text) => _group.SetAttribute(name, text);

    /// <summary>Attaches a list of texts. An empty one becomes what numpy makes of an empty list: float64 of shape (0,).</summary>
    public void SetAttribute(string name, IReadOnlyList<string> texts)
    {
        const int perPart = LargestAttribute / TextReference;
        if (texts.Count == 0) _group.SetAttribute(name, Array.Empty<double>());
        else if (texts.Count <= perPart) _group.SetAttribute(name, texts);
        else
            foreach ((int part, string[] some) in texts.Chunk(perPart).Index())
                _group.SetAttribute(FormattableString.Invariant($"{name}{part}"), some);
    }

    /// <summary>Writes the whole file; call it on any group.</summary>
    /// <param name="destination">A stream; it need not seek.</param>
    public void Save(Stream destination) => _file.Save(destination);
}
