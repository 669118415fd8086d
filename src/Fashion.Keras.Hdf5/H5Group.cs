namespace Fashion.Keras.Hdf5;

/// <summary>A group: named links to groups and datasets.</summary>
public sealed class H5Group : H5Object
{
    // Soft links may lead to soft links, and in circles.
    private const int MostSoftLinks = 16;

    private readonly H5File _owner;
    private readonly Lazy<(IReadOnlyList<H5Link> All, Dictionary<string, H5Link> ByName)> _links;

    internal H5Group(H5File owner, Bytes file, ObjectHeader header) : base(file, header)
    {
        _owner = owner;
        _links = new(() =>
        {
            IReadOnlyList<H5Link> all = LinkReader.Read(Bytes, Header);
            var byName = new Dictionary<string, H5Link>(all.Count, StringComparer.Ordinal);
            // Of two links of one name, which only a damaged file has, the first counts.
            foreach (H5Link link in all) byName.TryAdd(link.Name, link);
            return (all, byName);
        });
    }

    /// <summary>Its links: in the order in which they were made where the file keeps that, else as they are stored.</summary>
    /// <exception cref="H5FormatException">The file is damaged.</exception>
    public IReadOnlyList<H5Link> Links => _links.Value.All;

    /// <summary>Opens what a link of this group leads to.</summary>
    /// <param name="link">A hard or a soft link.</param>
    /// <returns>The group, dataset or datatype; null where a soft link leads to nothing.</returns>
    /// <exception cref="H5FormatException">The file is damaged, or the link leads into another file.</exception>
    public H5Object? Open(H5Link link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return Open(link, 0);
    }

    /// <summary>The object at a path: relative to this group, or from the root when it starts with a slash.</summary>
    /// <param name="path">Names with slashes between them.</param>
    /// <returns>The object; null when there is none.</returns>
    /// <exception cref="H5FormatException">The file is damaged, or the path leads into another file.</exception>
    public H5Object? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Find(path, 0);
    }

    /// <summary>The group at a path.</summary>
    /// <param name="path">Names with slashes between them.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="H5FormatException">The file is damaged, or the path leads into another file.</exception>
    public H5Group Group(string path) =>
        Find(path) as H5Group ?? throw new KeyNotFoundException($"{Bytes.File}: there is no group '{path}' in '{Path}'.");

    /// <summary>The dataset at a path.</summary>
    /// <param name="path">Names with slashes between them.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="H5FormatException">The file is damaged, or the path leads into another file.</exception>
    public H5Dataset Dataset(string path) =>
        Find(path) as H5Dataset ?? throw new KeyNotFoundException($"{Bytes.File}: there is no dataset '{path}' in '{Path}'.");

    private H5Object? Find(string path, int softLinks)
    {
        H5Object? found = path.StartsWith('/') ? _owner.Root : this;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (name != ".") found = found is H5Group group && group._links.Value.ByName.TryGetValue(name, out H5Link? link)
                ? group.Open(link, softLinks)
                : null;
        return found;
    }

    private H5Object? Open(H5Link link, int softLinks)
    {
        if (link.Kind == H5LinkKind.Hard)
            return Open(_owner, Bytes.In(Path == "/" ? $"/{link.Name}" : $"{Path}/{link.Name}", link.Address), link.Address);
        if (link.Kind != H5LinkKind.Soft)
            throw Bytes.Unsupported($"link '{link.Name}' leads out of the file; such links are not followed", Address);
        return softLinks < MostSoftLinks
            ? Find(link.Target!, softLinks + 1)
            : throw Bytes.Damaged($"link '{link.Name}' leads in circles", Address);
    }
}
