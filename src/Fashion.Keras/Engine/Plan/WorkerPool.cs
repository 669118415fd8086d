namespace Fashion.Keras.Engine;

/// <summary>Worker threads that are not running now, per number of workers: as many as ever ran at the same time.</summary>
internal sealed class WorkerPool
{
    private readonly Dictionary<int, Pool<WorkerLease>> _idle = [];

    public WorkerLease Rent(int workers) => Of(workers).TryTake() ?? new WorkerLease(workers);

    public void Return(WorkerLease lease) => Of(lease.Workers).Add(lease);

    private Pool<WorkerLease> Of(int workers)
    {
        lock (_idle)
        {
            if (!_idle.TryGetValue(workers, out Pool<WorkerLease>? pool)) _idle[workers] = pool = new Pool<WorkerLease>();
            return pool;
        }
    }
}
