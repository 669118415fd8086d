using System.Collections;

namespace Fashion.Keras;

/// <summary>
/// Batches by their number, such as those of files on disk: Keras's <c>PyDataset</c>. Fit takes them in a new order in every
/// epoch and has several threads make them.
/// </summary>
/// <example><code>
/// sealed class Scans(string[] files) : DataSequence
/// {
///     public override int Count => files.Length / 32;
///     public override DataBatch this[int index] => Read(files.AsSpan(index * 32, 32));
/// }
/// model.Fit(new Scans(files) { Workers = 2 }, epochs: 5);
/// </code></example>
public abstract class DataSequence : IEnumerable<DataBatch>
{
    /// <summary>Number of batches of an epoch.</summary>
    public abstract int Count { get; }

    /// <summary>Threads that make batches, at least 1; 1 by default. With more, the indexer is called from all of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Workers
    {
        get;
        init => field = Internal.Guard.Positive(value, nameof(DataSequence), nameof(Workers));
    } = 1;

    /// <summary>Most batches that wait to be taken, at least 1; 10 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxQueueSize
    {
        get;
        init => field = Internal.Guard.Positive(value, nameof(DataSequence), nameof(MaxQueueSize));
    } = 10;

    /// <summary>A batch.</summary>
    /// <param name="index">Its number, from 0 to <see cref="Count"/> - 1.</param>
    public abstract DataBatch this[int index] { get; }

    /// <summary>An epoch begins. Nothing happens by default.</summary>
    public virtual void OnEpochBegin() { }

    /// <summary>An epoch has ended: the place to choose other batches for the next one. Nothing happens by default.</summary>
    public virtual void OnEpochEnd() { }

    /// <summary>The batches in order.</summary>
    public IEnumerator<DataBatch> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The batches as a pipeline that makes them ahead.</summary>
    internal Dataset<DataBatch> ToDataset(bool shuffle, int seed)
    {
        Dataset<int> order = new Pipelines.IndexedDataset<int>(() => Count, i => i);
        if (shuffle) order = order.Shuffle(int.MaxValue, seed);
        return order.Map(i => this[i], Workers).Prefetch(MaxQueueSize);
    }
}
