using Fashion.Keras.Hdf5;

namespace Fashion.Keras.Saving;

/// <summary>A group of an HDF5 file being read.</summary>
/// <param name="group">The group; null for one that the file only names within longer names.</param>
/// <param name="file">Name of the file, for messages.</param>
/// <param name="path">Place in the file, for messages.</param>
internal sealed class Hdf5Group(H5Group? group, string file, string path)
{
    /// <summary>Name of the file, for messages.</summary>
    public string File => file;

    /// <summary>Place in the file, for messages.</summary>
    public string Path => path;

    private readonly Lazy<Children> _children =
        new(() => Hdf5File.Read(file, path, () => Children.Of(group, file, path)), LazyThreadSafetyMode.None);

    /// <summary>The groups inside by name. A damaged file may have names that are no paths, empty ones among them.</summary>
    public IReadOnlyDictionary<string, Hdf5Group> Groups => _children.Value.Groups;

    /// <summary>Names of the datasets inside.</summary>
    public IReadOnlyCollection<string> DatasetNames => _children.Value.Datasets.Keys;

    /// <summary>The group at a relative path, or null.</summary>
    public Hdf5Group? FindGroup(string relative)
    {
        Hdf5Group? found = this;
        foreach (string name in Names(relative)) found = found?._children.Value.Groups.GetValueOrDefault(name);
        return found;
    }

    /// <summary>The group at a relative path.</summary>
    public Hdf5Group Group(string relative) => FindGroup(relative) ?? throw Missing(relative, "group");

    /// <summary>The dataset at a relative path, or null.</summary>
    public Hdf5Dataset? FindDataset(string relative)
    {
        int slash = relative.LastIndexOf('/');
        return (slash < 0 ? this : FindGroup(relative[..slash]))?._children.Value.Datasets.GetValueOrDefault(relative[(slash + 1)..]);
    }

    /// <summary>The dataset at a relative path.</summary>
    public Hdf5Dataset Dataset(string relative) => FindDataset(relative) ?? throw Missing(relative, "dataset");

    /// <summary>
    /// This group with the tree that Windows' names mean: tf.keras on Windows called groups <c>layers\dense</c>, one name for two groups.
    /// </summary>
    /// <exception cref="ModelFormatException">A name means more groups than there can be in one another.</exception>
    public Hdf5Group WithWindowsNames()
    {
        if (!Groups.Keys.Any(name => name.Contains('\\', StringComparison.Ordinal))) return this;
        var root = new Hdf5Group(null, file, path);
        foreach (var (name, dataset) in _children.Value.Datasets) root._children.Value.Datasets.TryAdd(name, dataset);
        foreach (var (name, group) in Groups)
        {
            string[] parts = name.Split('\\', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length > Hdf5File.DeepestTree)
                throw new ModelFormatException($"{file}: a name means {parts.Length} groups in one another.") { Path = file };
            Hdf5Group at = root;
            foreach (string part in parts) at = at.Within(part);
            foreach (var (inner, child) in group.Groups) at._children.Value.Groups.TryAdd(inner, child);
            foreach (var (inner, dataset) in group._children.Value.Datasets) at._children.Value.Datasets.TryAdd(inner, dataset);
        }
        return root;
    }

    private Hdf5Group Within(string name)
    {
        if (!_children.Value.Groups.TryGetValue(name, out Hdf5Group? found))
            _children.Value.Groups.Add(name, found = new Hdf5Group(null, file, Below(name)));
        return found;
    }

    /// <summary>A text attribute, or null when it is missing.</summary>
    public string? Text(string name) => Texts(name) switch
    {
        null => null,
        [var text] => text,
        var texts => throw new ModelFormatException($"{file}: attribute '{name}' of '{path}' should be one text, but has {texts.Length} " +
            "elements.")
        { Path = file, Entry = $"{path}@{name}" },
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

    // numpy writes an empty list of texts as float64 of shape (0,).
    private string[]? Texts(string name) => Hdf5File.Read(file, $"{path}@{name}", () =>
        group is null || !group.Attributes.TryGetValue(name, out H5Attribute? attribute)
            ? null
            : attribute.Count == 0 ? [] : attribute.ReadTexts());

    private static string[] Names(string relative) => relative.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private string Below(string relative) => path.Length == 0 ? relative : $"{path}/{relative}";

    private ModelFormatException Missing(string relative, string kind) =>
        new($"{file}: there is no {kind} '{Below(relative)}'.") { Path = file, Entry = Below(relative) };

    private sealed record Children(Dictionary<string, Hdf5Group> Groups, Dictionary<string, Hdf5Dataset> Datasets)
    {
        public static Children Of(H5Group? group, string file, string path)
        {
            var found = new Children(new(StringComparer.Ordinal), new(StringComparer.Ordinal));
            // Of two links of one name, which only a damaged file has, the first counts.
            foreach (H5Link link in group?.Links ?? [])
            {
                string below = path.Length == 0 ? link.Name : $"{path}/{link.Name}";
                H5Object? child = group!.Open(link);
                if (child is H5Group inner) found.Groups.TryAdd(link.Name, new Hdf5Group(inner, file, below));
                else if (child is H5Dataset dataset) found.Datasets.TryAdd(link.Name, new Hdf5Dataset(dataset, file, below));
            }
            return found;
        }
    }
}
