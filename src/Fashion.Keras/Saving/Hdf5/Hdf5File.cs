using Fashion.Keras.Hdf5;

namespace Fashion.Keras.Saving;

/// <summary>An HDF5 file being read. What is wrong with it comes out as <see cref="ModelFormatException"/>.</summary>
internal sealed class Hdf5File : IDisposable
{
    /// <summary>Deeper trees come from no model; they only serve to exhaust a stack. A model inside a model takes two levels.</summary>
    public const int DeepestTree = 2 * Layers.Nesting.Deepest + 16;

    private readonly H5File _file;
    private readonly string _name;
    private readonly HashSet<long> _seen = [];
    private long _elements;

    private Hdf5File(H5File file, string name)
    {
        _file = file;
        _name = name;
        Root = new Hdf5Group(file.Root, name, "");
    }

    /// <summary>The outermost group.</summary>
    public Hdf5Group Root { get; }

    /// <summary>Opens a file; its numbers are read when they are asked for.</summary>
    /// <param name="data">The whole file; it can seek, and stays open.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="ModelFormatException">Damaged, or with features that no model file has.</exception>
    public static Hdf5File Open(Stream data, string name) => Read(name, "", () =>
    {
        var file = new Hdf5File(H5File.Open(data, name, leaveOpen: true), name);
        file.Look(file._file.Root, 0);
        return file;
    });

    /// <summary>Makes layers whose weights this file holds; they cannot ask for more.</summary>
    public T Build<T>(Func<T> build)
    {
        using var limit = new Layers.WeightLoadingScope(_elements);
        return build();
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Runs a piece of reading; whatever is wrong with the file names it and the entry.</summary>
    public static T Read<T>(string file, string entry, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (H5FormatException e)
        {
            throw Unreadable(file, entry, e);
        }
    }

    /// <summary>What is wrong with a file, with its name and the entry.</summary>
    public static ModelFormatException Unreadable(string file, string entry, H5FormatException e)
    {
        string place = entry.Length > 0 ? entry : e.ObjectPath;
        string what = e.IsUnsupported ? $"{e.Problem}. Keras's own files do without it"
            : FormattableString.Invariant($"{e.Problem} (at byte {e.Offset})");
        return new ModelFormatException($"{file}: '{place}' cannot be read: {what}.", e) { Path = file, Entry = place };
    }

    // Goes through the whole tree before any of it is used: what cannot be read is refused before layers are made, no ways lead in
    // circles or multiply, and the numbers are counted.
    private void Look(H5Group group, int depth)
    {
        if (depth > DeepestTree) throw Refused(group, $"groups are nested more than {DeepestTree} deep");
        if (!_seen.Add(group.Address)) throw Refused(group, "a group is linked twice");
        foreach (H5Link link in group.Links)
        {
            if (link.Kind != H5LinkKind.Hard)
                throw Refused(group, $"'{link.Name}' is a soft or an external link; such links are not followed");
            H5Object? found = group.Open(link);
            if (found is H5Group inner) Look(inner, depth + 1);
            else if (found is H5Dataset dataset && _seen.Add(dataset.Address)) Count(dataset);
        }
    }

    private void Count(H5Dataset dataset)
    {
        dataset.EnsureReadable();
        _elements += dataset.Count;
        if (_elements > int.MaxValue) throw Refused(dataset, "files with more than 2^31 numbers are not supported");
    }

    private ModelFormatException Refused(H5Object place, string what) => new($"{_name}: {what}.") { Path = _name, Entry = place.Path };
}
