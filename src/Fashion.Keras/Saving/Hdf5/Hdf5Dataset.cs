using Fashion.Keras.Hdf5;

namespace Fashion.Keras.Saving;

/// <summary>Numbers in an HDF5 file being read.</summary>
/// <param name="dataset">The dataset.</param>
/// <param name="file">Name of the file, for messages.</param>
/// <param name="path">Place in the file, for messages.</param>
internal sealed class Hdf5Dataset(H5Dataset dataset, string file, string path)
{
    /// <summary>Place in the file, for messages.</summary>
    public string Path => path;

    /// <summary>Its shape.</summary>
    public Shape Shape => dataset.Shape.All(size => size <= int.MaxValue)
        ? new Shape([.. dataset.Shape.Select(size => (int)size)])
        : throw Wrong("has a shape that no tensor has");

    /// <summary>Reads the numbers, once their count is known to be what the caller has room for.</summary>
    /// <param name="count">How many there must be.</param>
    public float[] Read(int count)
    {
        Expect(count);
        return Hdf5File.Read(file, path, dataset.Read<float>);
    }

    /// <summary>Reads the numbers to where they stay.</summary>
    /// <param name="into">Room for all of them.</param>
    public void Read(Span<float> into)
    {
        Expect(into.Length);
        try
        {
            dataset.Read(into);
        }
        catch (H5FormatException e)
        {
            throw Hdf5File.Unreadable(file, path, e);
        }
    }

    /// <summary>Reads a single whole number, exactly.</summary>
    public long ReadInteger() =>
        dataset.Count == 1 ? Hdf5File.Read(file, path, dataset.Read<long>)[0] : throw Wrong($"has the shape {Shape} instead of one number");

    private void Expect(int count)
    {
        if (dataset.Count != count) throw Wrong($"has the shape {Shape} instead of {count} element(s)");
    }

    private ModelFormatException Wrong(string what) => new($"{file}: '{path}' {what}.") { Path = file, Entry = path };
}
