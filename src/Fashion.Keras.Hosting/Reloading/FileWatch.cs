namespace Fashion.Keras.Hosting.Reloading;

/// <summary>
/// Compares the <see cref="FileStamp"/> of a file at a fixed interval, which works on every file system, and has the file loaded once the
/// stamp has changed and stayed the same for one interval: then it is no longer being written.
/// </summary>
internal sealed class FileWatch : IAsyncDisposable
{
    private readonly string _path;
    private readonly ModelSource _source;
    private readonly PeriodicTimer _timer;
    private readonly Task _loop;
    private FileStamp _loaded, _seen;

    /// <param name="path">The file.</param>
    /// <param name="interval">Time between two comparisons.</param>
    /// <param name="source">Loads it.</param>
    /// <param name="loaded">The stamp from before the file was loaded.</param>
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
        while (await _timer.WaitForNextTickAsync().ConfigureAwait(false)) Look();
    }

    // A missing file is about to be replaced; the model stays. Neither a stamp nor a reload throws.
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
