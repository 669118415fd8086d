using System.Threading.Channels;

namespace Fashion.Keras.Pipelines;

/// <summary>A producer on a thread of its own and a bounded queue between it and the reader.</summary>
internal static class ReadAhead
{
    /// <summary>Runs a producer until it returns, throws, or the reader is disposed.</summary>
    /// <param name="bufferSize">Most elements in the queue.</param>
    /// <param name="produce">Is given what takes an element, waiting while the queue is full, and a token that is cancelled when the reader
    /// is disposed.</param>
    /// <returns>The elements. An exception of the producer reaches its reader after the elements before.</returns>
    public static IEnumerator<T> Run<T>(int bufferSize, Action<Action<T>, CancellationToken> produce)
    {
        using var stop = new CancellationTokenSource();
        var queue = Channel.CreateBounded<T>(new BoundedChannelOptions(bufferSize) { SingleReader = true, SingleWriter = true });
        Task producer = Task.Factory.StartNew(() => Produce(queue.Writer, produce, stop.Token), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            while (true)
            {
                while (queue.Reader.TryRead(out T? element)) yield return element;
                if (!Wait(queue.Reader.WaitToReadAsync())) yield break;
            }
        }
        finally
        {
            stop.Cancel();
            producer.GetAwaiter().GetResult();
        }
    }

    private static void Produce<T>(ChannelWriter<T> writer, Action<Action<T>, CancellationToken> produce, CancellationToken stop)
    {
        try
        {
            produce(element =>
            {
                if (!writer.TryWrite(element)) Wait(writer.WriteAsync(element, stop));
            }, stop);
            writer.Complete();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            writer.Complete();
        }
        catch (Exception e)
        {
            writer.Complete(e);
        }
    }

    private static bool Wait(ValueTask<bool> task) => task.IsCompleted ? task.Result : task.AsTask().GetAwaiter().GetResult();

    private static void Wait(ValueTask task)
    {
        if (task.IsCompletedSuccessfully) task.GetAwaiter().GetResult();
        else task.AsTask().GetAwaiter().GetResult();
    }
}
