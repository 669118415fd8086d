using System.Text;

namespace Fashion.Keras.Datasets;

/// <summary>Goes through the places where a data set can be, in the documented order, and remembers why each one failed.</summary>
internal sealed class DatasetLocator(DatasetArchive archive, DownloadOptions options)
{
    private readonly List<(string Place, string Reason)> _tried = [];

    /// <summary>The folder of the data set in the Keras cache.</summary>
    public string Cache { get; } = Path.Combine(options.CacheHome ?? KerasHome(options), "datasets", archive.Folder);

    /// <summary>The verified content of a data set of one file.</summary>
    /// <exception cref="DatasetUnavailableException">Nowhere to be had.</exception>
    public static byte[] One(DatasetArchive archive, string? directory, DownloadOptions? options, CancellationToken cancellationToken) =>
        new DatasetLocator(archive, options ?? new DownloadOptions()).Find(directory, cancellationToken)[0];

    /// <summary>The unpacked, verified files.</summary>
    /// <exception cref="DatasetUnavailableException">Nowhere to be had.</exception>
    public byte[][] Find(string? directory, CancellationToken cancellationToken)
    {
        // A directory that was asked for by name and does not serve is a mistake worth reporting, not a reason to go elsewhere.
        if (directory is not null) return Look("the given directory", directory) ?? throw Unavailable();
        if (archive.EnvironmentVariable is { } variable && options.Variable(variable) is { Length: > 0 } named)
        {
            if (Look($"${variable}", named) is { } fromVariable) return fromVariable;
            Tell($"{_tried[^1].Place}: {_tried[^1].Reason}; looking elsewhere.");
        }
        if (Look("the Keras cache", Cache) is { } cached) return cached;
        RemoveDamaged();
        if (archive.DebianPackage is not null
            && Look("Debian's data sets", Path.Combine(options.SystemFolder, archive.Folder)) is { } system) return system;
        if (!options.AllowDownload)
        {
            _tried.Add(("download", "not allowed by the options"));
            throw Unavailable();
        }
        return Download(cancellationToken) ?? Apt(cancellationToken) ?? throw Unavailable();
    }

    private byte[][]? Look(string what, string directory)
    {
        byte[][]? files = DatasetFolder.Read(archive, directory, out string reason);
        if (files is null) _tried.Add(($"{what} ({directory})", reason));
        return files;
    }

    // A damaged file in our own cache would block every later load; it is named and removed.
    private void RemoveDamaged()
    {
        if (!Directory.Exists(Cache)) return;
        foreach (string path in archive.Files.SelectMany(f => f.Names).Select(name => Path.Combine(Cache, name)).Where(File.Exists))
        {
            DatasetFile file = archive.Files.First(f => f.Names.Contains(Path.GetFileName(path)));
            if (DatasetFolder.ReadFile(file, path, out string reason) is not null) continue;
            _tried.RemoveAll(tried => tried.Reason == reason);
            try
            {
                File.Delete(path);
                reason += "; removed";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                reason += $"; it could not be removed: {e.Message}";
            }
            _tried.Add(($"the Keras cache ({Cache})", reason));
            Tell(reason + ".");
        }
    }

    private byte[][]? Download(CancellationToken cancellationToken)
    {
        var downloader = new Downloader(archive, options, Cache);
        foreach (Uri origin in options.Origins ?? archive.Origins)
        {
            string? reason = downloader.FetchAll(origin, cancellationToken);
            if (reason is null) return Look("the Keras cache", Cache);
            _tried.Add((origin.ToString(), reason));
        }
        return null;
    }

    private byte[][]? Apt(CancellationToken cancellationToken)
    {
        if (!options.AllowApt || archive.DebianPackage is null) return null;
        Tell($"Fetching Debian's package {archive.DebianPackage} through apt ...");
        string? reason = new AptPackage(archive, options, Cache).Fetch(cancellationToken);
        if (reason is null) return Look("the Keras cache", Cache);
        _tried.Add(($"Debian's package {archive.DebianPackage} through apt", reason));
        return null;
    }

    // What a user should know although the load may still succeed.
    private void Tell(string message) => (options.Output ?? Reporting.ConsoleOutput.ErrorWriter).WriteLine($"{archive.Name}: {message}");

    private DatasetUnavailableException Unavailable()
    {
        var text = new StringBuilder($"{archive.Name} was found in none of these places:");
        foreach ((string place, string reason) in _tried) text.Append($"\n  - {place}: {reason}");
        if (archive.DebianPackage is { } package) text.Append($"\nOn Debian or Ubuntu this installs it: apt-get install {package}");
        IEnumerable<Uri> addresses = archive.Files.Count == 1
            ? archive.Origins.Select(o => new Uri(o, archive.Files[0].RemoteName ?? archive.Files[0].Name))
            : archive.Origins;
        text.Append($"\nElsewhere put " +
            $"{string.Join(", ", archive.Files.Select(f => f.Name))}{(archive.Origins.Count > 0 ? $" (from {string.Join(" or ", addresses)})" : "")} into {Cache}");
        text.Append(archive.EnvironmentVariable is { } variable
            ? $", or name their directory in {variable}."
            : ", or give the directory to Load.");
        return new DatasetUnavailableException(text.ToString());
    }

    private static string KerasHome(DownloadOptions options)
    {
        if (options.Variable("KERAS_HOME") is { Length: > 0 } home) return home;
        string user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        // As Keras: without a home directory the cache lies among the temporary files.
        return Path.Combine(Directory.Exists(user) ? user : Path.GetTempPath(), ".keras");
    }
}
