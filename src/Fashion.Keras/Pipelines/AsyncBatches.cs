using System.Collections;

namespace Fashion.Keras.Pipelines;

/// <summary>An asynchronous stream as one that can be waited for; it is read ahead on a thread of its own.</summary>
/// <param name="source">The stream.</param>
/// <param name="cancellationToken">Given to the stream: ends a wait for its next element.</param>
internal sealed class AsyncBatches(IAsyncEnumerable<DataBatch> source, CancellationToken cancellationToken) : IEnumerable<DataBatch>
{
    private const int Ahead = 2;

    // How long a stream may take to end after its token was cancelled.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    public IEnumerator<DataBatch> GetEnumerator() => ReadAhead.Run<DataBatch>(Ahead, (write, stop) =>
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop);
        IAsyncEnumerator<DataBatch> batches = source.GetAsyncEnumerator(either.Token);
        Task<bool> next = Task.FromResult(true);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                next = batches.MoveNextAsync().AsTask();
                if (!Wait(next, either.Token)) break;
                write(batches.Current);
            }
        }
        finally
        {
            if (next.IsCompleted) batches.DisposeAsync().AsTask().GetAwaiter().GetResult();
            else _ = EndLater(next, batches);
        }
    });

    private static bool Wait(Task<bool> next, CancellationToken cancelled)
    {
        try
        {
            return next.WaitAsync(cancelled).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!next.IsCompleted)
        {
            // A stream that heeds its token ends by itself, in its own way.
            if (((IAsyncResult)next).AsyncWaitHandle.WaitOne(s_grace)) return next.GetAwaiter().GetResult();
            throw;
        }
    }

    // A stream that ignores its token cannot be stopped while it waits, so its end is not awaited.
    private static async Task EndLater(Task<bool> next, IAsyncEnumerator<DataBatch> batches)
    {
        await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await batches.DisposeAsync().ConfigureAwait(false);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
