using System.Runtime.ExceptionServices;

namespace Fashion.Keras.Distributed;

/// <summary>
/// The thread that starts and ends MPI, which the standard wants to be the same one: with an asynchronous <c>Main</c> the end of the
/// program runs on another thread than its beginning.
/// </summary>
internal sealed class MainThread
{
    private readonly object _gate = new();
    private Action? _work;
    private Exception? _failure;
    private bool _ended;

    public MainThread() => new Thread(Loop) { IsBackground = true, Name = "MPI" }.Start();

    /// <summary>Runs something on the thread and waits for it.</summary>
    /// <param name="work">What to run.</param>
    /// <param name="isLast">Whether the thread ends after it.</param>
    public void Run(Action work, bool isLast = false)
    {
        lock (_gate)
        {
            (_work, _ended) = (work, isLast);
            Monitor.PulseAll(_gate);
            while (_work is not null) Monitor.Wait(_gate);
            if (_failure is { } failure) ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void Loop()
    {
        lock (_gate)
        {
            while (true)
            {
                while (_work is null) Monitor.Wait(_gate);
                try
                {
                    _failure = null;
                    _work();
                }
                catch (Exception e)
                {
                    _failure = e;
                }
                _work = null;
                Monitor.PulseAll(_gate);
                if (_ended) return;
            }
        }
    }
}
