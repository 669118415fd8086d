namespace Fashion.Keras.Benchmarks;

/// <summary>Threads that compute all the time, as other programs do.</summary>
internal sealed class BusyThreads : IDisposable
{
    private volatile bool _stopped;

    public BusyThreads(int count)
    {
        for (int i = 0; i < count; i++) new Thread(Compute) { IsBackground = true, Name = $"busy {i}" }.Start();
    }

    public void Dispose() => _stopped = true;

    private void Compute()
    {
        while (!_stopped) Thread.SpinWait(100);
    }
}
