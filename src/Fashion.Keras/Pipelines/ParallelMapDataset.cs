namespace Fashion.Keras.Pipelines;

/// <summary>A function of each element, several at a time; results come in the order of the elements.</summary>
internal sealed class ParallelMapDataset<T, TResult>(Dataset<T> source, Func<T, TResult> map, int parallel) : Dataset<TResult>
{
    public override long? Count => source.Count;

    public override bool IsInfinite => source.IsInfinite;

    internal override bool IsSharded => source.IsSharded;

    internal override IEnumerable<PlacedSeed> Seeds => source.Seeds;

    internal override IEnumerator<TResult> Open(long pass)
    {
        using IEnumerator<T> elements = source.Open(pass);
        var begun = new Queue<Task<TResult>>();
        try
        {
            bool more = true;
            for (long number = 0; ;)
            {
                while (more && begun.Count < parallel)
                {
                    // An error of the source comes in its turn, after the results of the elements before.
                    Exception? error = null;
                    try
                    {
                        more = elements.MoveNext();
                    }
                    catch (Exception e)
                    {
                        (error, more) = (e, false);
                    }
                    if (error is not null) begun.Enqueue(Task.FromException<TResult>(error));
                    if (!more) break;
                    (T element, long own) = (elements.Current, number++);
                    begun.Enqueue(Task.Run(() => MapDataset<T, TResult>.Apply(map, element, pass, own)));
                }
                if (!begun.TryDequeue(out Task<TResult>? next)) yield break;
                yield return next.GetAwaiter().GetResult();
            }
        }
        finally
        {
            // Tasks that have begun cannot be cancelled; wait for all of them.
            foreach (Task<TResult> task in begun) ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
            foreach (Task<TResult> task in begun) _ = task.Exception;
        }
    }
}
