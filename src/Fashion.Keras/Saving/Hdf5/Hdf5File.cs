using PureHDF;
using PureHDF.VOL.Native;

namespace Fashion.Keras.Saving;

/// <summary>An HDF5 file being read. What PureHDF throws comes out as <see cref="ModelFormatException"/>.</summary>
internal sealed class Hdf5File : IDisposable
{
    private readonly NativeFile _file;

    private readonly long _elements;

    private Hdf5File(NativeFile file, string name, long elements)
    {
        _file = file;
        _elements = elements;
        Root = new Hdf5Group(file, name, "");
    }

    /// <summary>The outermost group.</summary>
    public Hdf5Group Root { get; }

    /// <summary>Opens a file that lies in memory.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="ModelFormatException">Damaged, or with features that no model file has.</exception>
    public static Hdf5File Open(byte[] data, string name)
    {
        long elements = Hdf5Check.Run(data, name);
        return new Hdf5File(Read(name, "", () => H5File.Open(new Hdf5Stream(data))), name, elements);
    }

    /// <summary>Makes layers whose weights this file holds; they cannot ask for more.</summary>
    public T Build<T>(Func<T> build)
    {
        using var limit = new Layers.WeightsFromFile(_elements);
        return build();
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Runs a piece of reading; whatever goes wrong names the file and the entry.</summary>
    public static T Read<T>(string file, string entry, Func<T> read)
    {
        try
        {
            return read();
        }
        // PureHDF throws plain exceptions of many types, Exception itself included.
        catch (Exception e) when (e is not (ModelFormatException or OutOfMemoryException))
        {
            throw new ModelFormatException($"{file}: '{entry}' cannot be read, the HDF5 file is damaged: {(e.InnerException ?? e).Message}", e) { Path = file, Entry = entry };
        }
    }
}
