namespace Fashion.Keras.Graph;

/// <summary>
/// Keeps the readers of a group of variables and their writer apart: any number of readers, or one writer. Readers and writers
/// take turns, so a prediction waits for one training step at most, and training for the predictions that have begun. A thread
/// that has entered may enter again.
/// </summary>
internal sealed class WeightGate
{
    private static long s_count;
    [ThreadStatic] private static List<Entry>? s_held;

    private readonly object _lock = new();
    private int _readers, _waitingReaders, _waitingWriters;
    private bool _writing;
    private long _readerTurns;

    /// <summary>Order in which a thread that needs several gates enters them; otherwise two threads could wait for each other.</summary>
    public long Order { get; } = Interlocked.Increment(ref s_count);

    /// <summary>Waits for its turn.</summary>
    /// <param name="write">Whether the caller changes values.</param>
    /// <exception cref="InvalidOperationException">The thread has entered as a reader and now wants to write.</exception>
    public void Enter(bool write)
    {
        List<Entry> held = s_held ??= new List<Entry>(8);
        for (int i = 0; i < held.Count; i++)
        {
            if (held[i].Gate != this) continue;
            if (write && !held[i].Writes) throw new InvalidOperationException("A thread that reads weights (while a model is saved or " +
                "predicts) cannot change them at the same time.");
            held[i] = held[i] with { Depth = held[i].Depth + 1 };
            return;
        }
        if (write) EnterWrite();
        else EnterRead();
        held.Add(new Entry(this, write, 1));
    }

    /// <summary>Ends what the thread's latest <see cref="Enter"/> of this gate began.</summary>
    public void Exit()
    {
        List<Entry> held = s_held!;
        for (int i = held.Count - 1; i >= 0; i--)
        {
            if (held[i].Gate != this) continue;
            if (held[i].Depth > 1)
            {
                held[i] = held[i] with { Depth = held[i].Depth - 1 };
                return;
            }
            bool wrote = held[i].Writes;
            held.RemoveAt(i);
            Leave(wrote);
            return;
        }
        throw new SynchronizationLockException("The thread has not entered this gate.");
    }

    private void EnterRead()
    {
        lock (_lock)
        {
            if (!_writing && _waitingWriters == 0)
            {
                _readers++;
                return;
            }
            // The writer that leaves lets in all readers that wait then, and counts them.
            _waitingReaders++;
            for (long turn = _readerTurns; turn == _readerTurns;) Monitor.Wait(_lock);
        }
    }

    private void EnterWrite()
    {
        lock (_lock)
        {
            _waitingWriters++;
            while (_writing || _readers > 0) Monitor.Wait(_lock);
            _waitingWriters--;
            _writing = true;
        }
    }

    private void Leave(bool wrote)
    {
        lock (_lock)
        {
            if (wrote)
            {
                _writing = false;
                _readers += _waitingReaders;
                _waitingReaders = 0;
                _readerTurns++;
            }
            else
            {
                _readers--;
            }
            if (_waitingWriters > 0 || wrote) Monitor.PulseAll(_lock);
        }
    }

    private readonly record struct Entry(WeightGate Gate, bool Writes, int Depth);
}
