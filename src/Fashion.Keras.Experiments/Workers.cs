using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Fashion.Keras.Engine;

namespace Fashion.Keras.Experiments;

/// <summary>Does a list of runs, one after another or several at the same time.</summary>
internal static class Workers
{
    /// <summary>Threads of each run: those asked for, else the cores shared out.</summary>
    public static int Threads(int asked, int parallel) => asked > 0 || parallel == 1 ? asked : Math.Max(1, PhysicalCores.Count / parallel);

    /// <summary>Does all; the first failure ends the others.</summary>
    /// <param name="runs">What to do, in this order.</param>
    /// <param name="parallel">How many at the same time.</param>
    /// <param name="run">Does one.</param>
    /// <param name="failure">Names the run that failed.</param>
    /// <param name="cancellationToken">Ends all.</param>
    public static void Do<T>(IReadOnlyCollection<T> runs, int parallel, Action<T, CancellationToken> run,
        Func<T, Exception, Exception> failure, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pending = new ConcurrentQueue<T>(runs);
        ExceptionDispatchInfo? first = null;
        int workers = Math.Min(parallel, runs.Count);
        if (workers == 1) Loop();
        else
        {
            Thread[] threads = [.. Enumerable.Range(0, workers).Select(i => new Thread(Loop) { Name = $"run {i}", IsBackground = true })];
            foreach (Thread thread in threads) thread.Start();
            foreach (Thread thread in threads) thread.Join();
        }
        first?.Throw();
        cancellationToken.ThrowIfCancellationRequested();

        void Loop()
        {
            while (!stop.IsCancellationRequested && pending.TryDequeue(out T? next))
                try
                {
                    run(next, stop.Token);
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref first, ExceptionDispatchInfo.Capture(failure(next, e)), null);
                    stop.Cancel();
                }
        }
    }
}
