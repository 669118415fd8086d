using PureHDF;
using PureHDF.VOL.Native;

namespace Fashion.Keras.Saving;

/// <summary>A group of an HDF5 file being read.</summary>
/// <param name="group">PureHDF's group.</param>
/// <param name="file">Name of the file, for messages.</param>
/// <param name="path">Place in the file, for messages.</param>
internal sealed class Hdf5Group(NativeGroup group, string file, string path)
{
    /// <summary>Name of the file, for messages.</summary>
    public string File => file;

    /// <summary>Place in the file, for messages.</summary>
    public string Path => path;

    /// <summary>Names of the groups inside.</summary>
    public IReadOnlyList<string> GroupNames => field ??= Hdf5File.Read(file, path, () => (string[])[.. group.Children().OfType<NativeGroup>().Select(g => g.Name)]);

    /// <summary>Names of the datasets inside.</summary>
    public IReadOnlyList<string> DatasetNames => field ??= Hdf5File.Read(file, path, () => (string[])[.. group.Children().OfType<NativeDataset>().Select(d => d.Name)]);

    /// <summary>The group at a relative path, or null.</summary>
    public Hdf5Group? FindGroup(string relative) => Find(relative) is NativeGroup found ? new Hdf5Group(found, file, Below(relative)) : null;

    /// <summary>The group at a relative path.</summary>
    public Hdf5Group Group(string relative) => FindGroup(relative) ?? throw Missing(relative, "group");

    /// <summary>The dataset at a relative path, or null.</summary>
    public Hdf5Dataset? FindDataset(string relative) => Find(relative) is NativeDataset found ? new Hdf5Dataset(found, file, Below(relative)) : null;

    /// <summary>The dataset at a relative path.</summary>
    public Hdf5Dataset Dataset(string relative) => FindDataset(relative) ?? throw Missing(relative, "dataset");

    /// <summary>A text attribute, or null when it is missing.</summary>
    public string? Text(string name) => Texts(name) switch
    {
        null => null,
        [var text] => text,
        var texts => throw new ModelFormatException($"{file}: attribute '{name}' of '{path}' should be one text, but has {texts.Length} elements.") { Path = file, Entry = $"{path}@{name}" },
    };

    /// <summary>A list of texts, put together again where it was split; null when it is missing.</summary>
    public IReadOnlyList<string>? TextList(string name)
    {
        if (Texts(name) is { } whole) return whole;
        var parts = new List<string>();
        int part = 0;
        for (; Texts(FormattableString.Invariant($"{name}{part}")) is { } some; part++) parts.AddRange(some);
        return part == 0 ? null : parts;
    }

    private string[]? Texts(string name) => Hdf5File.Read(file, $"{path}@{name}", () =>
    {
        if (!group.AttributeExists(name)) return null;
        IH5Attribute attribute = group.Attribute(name);
        // numpy writes an empty list of texts as float64 of shape (0,).
        if (attribute.Space.Dimensions.Contains(0UL)) return [];
        if (attribute.Type.Class is not (H5DataTypeClass.String or H5DataTypeClass.VariableLength)) throw new InvalidDataException("it is no text");
        string[] texts = attribute.Read<string[]>();
        return texts.Any(text => text is null) ? throw new InvalidDataException("a text is missing") : texts;
    });

    private IH5Object? Find(string relative) => Hdf5File.Read(file, Below(relative), () => group.LinkExists(relative) ? group.Get(relative) : null);

    private string Below(string relative) => path.Length == 0 ? relative : $"{path}/{relative}";

    private ModelFormatException Missing(string relative, string kind) =>
        new($"{file}: there is no {kind} '{Below(relative)}'.") { Path = file, Entry = Below(relative) };
}
