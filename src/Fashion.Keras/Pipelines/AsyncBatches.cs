using System.Collections;

namespace Fashion.Keras.Pipelines;

/// <summary>An asynchronous stream as one that can be waited for; it is read ahead on a thread of its own.</summary>
/// <param name="source">The stream.</param>
/// <param name="cancellationToken">Given to the stream: ends a wait for its next element.</param>
internal sealed class AsyncBatches(IAsyncEnumerable<DataBatch> source, CancellationToken cancellationToken) : IEnumerable<DataBatch>
{
    private const int Ahead = 2;

    public IEnumerator<DataBatch> GetEnumerator() => ReadAhead.Run<DataBatch>(Ahead, (write, stop) =>
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop);
        IAsyncEnumerator<DataBatch> batches = source.GetAsyncEnumerator(either.Token);
        try
        {
            while (!stop.IsCancellationRequested && batches.MoveNextAsync().AsTask().GetAwaiter().GetResult()) write(batches.Current);
        }
        finally
        {
            batches.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    });

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
