namespace Fashion.Keras.Engine;

/// <summary>
/// Owns worker threads. They know nothing of this object, so when the lease is no longer used it is finalized and the threads end.
/// </summary>
internal sealed class WorkerLease(int workers) : IDisposable
{
    private readonly WorkerThreads _threads = new(workers);

    ~WorkerLease() => _threads.Stop();

    public int Workers => _threads.Workers;

    public void Run(Plan plan, Frame frame)
    {
        _threads.Run(plan, frame);
        GC.KeepAlive(this);
    }

    public void Dispose()
    {
        _threads.Stop();
        GC.SuppressFinalize(this);
    }
}
