namespace Fashion.Keras.Datasets;

/// <summary>How a data set that is not on this machine may be fetched.</summary>
public sealed class DownloadOptions
{
    /// <summary>Whether to download at all.</summary>
    /// <value>The default is true.</value>
    public bool AllowDownload { get; init; } = true;

    /// <summary>
    /// Whether Debian's package may be fetched with <c>apt-get download</c>, without root, where no server answers: the last resort,
    /// announced before it starts. Only data sets that Debian packages are looked for there, and only where <see cref="AllowDownload"/> is
    /// true.
    /// </summary>
    /// <value>The default is true.</value>
    public bool AllowApt { get; init; } = true;

    /// <summary>Longest time without any data from a server or from apt before giving that source up.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where progress is written; null for the console's error stream.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>Makes the client that downloads; replaced by tests.</summary>
    internal Func<HttpClient> CreateClient { get; init; } =
        static () => new HttpClient { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    /// <summary>Addresses to try instead of the official ones; set by tests.</summary>
    internal IReadOnlyList<Uri>? Origins { get; init; }

    /// <summary>The Keras cache; null for $KERAS_HOME or ~/.keras. Set by tests.</summary>
    internal string? CacheHome { get; init; }

    /// <summary>Where Debian puts data sets. Set by tests.</summary>
    internal string SystemFolder { get; init; } = "/usr/share/datasets";

    /// <summary>Value of an environment variable. Replaced by tests.</summary>
    internal Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;
}
