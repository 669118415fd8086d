namespace Fashion.Keras.Hosting.Reloading;

/// <summary>
/// Looks at a file now and then, which works on every file system, and has it loaded when it has changed and is no longer being written:
/// when two looks see the same.
/// </summary>
internal sealed class FileWatch : IAsyncDisposable
{
    private readonly string _path;
    private readonly ModelSource _source;
    private readonly PeriodicTimer _timer;
    private readonly Task _loop;
    private FileStamp _loaded, _seen;

    /// <param name="path">The file.</param>
    /// <param name="interval">Time between two looks.</param>
    /// <param name="source">Loads it.</param>
    /// <param name="loaded">What the file looked like before it was loaded.</param>
    public FileWatch(string path, TimeSpan interval, ModelSource source, FileStamp loaded)
    {
        _path = path;
        _source = source;
        _loaded = _seen = loaded;
        _timer = new PeriodicTimer(interval);
        _loop = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _loop.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            try
            {
                Look();
            }
#pragma warning disable CA1031 // What a logger throws must not end the looking, and the closing of the server with it.
            catch (Exception) { }
#pragma warning restore CA1031
        }
    }

    // A file that is away is about to be replaced; the model stays.
    private void Look()
    {
        FileStamp now = FileStamp.Of(_path);
        bool settled = now == _seen;
        _seen = now;
        if (!settled || now == _loaded || now == default) return;
        _loaded = now;
        _source.TryReload(_path);
    }
}
