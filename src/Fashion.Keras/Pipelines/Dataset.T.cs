using System.Collections;
using Fashion.Keras.Pipelines;

namespace Fashion.Keras;

/// <summary>
/// A stream of elements that can be read pass after pass, with the words of <c>tf.data</c>. Nothing is read before the caller asks
/// for the first element. Every step gives a new pipeline and leaves the old one as it is.
/// </summary>
/// <remarks>
/// An exception in code of yours reaches the caller of Fit, or whatever reads the pipeline, as it was thrown; its
/// <see cref="Exception.Data"/> holds the number of the element under <c>"sample"</c>. Threads that a pipeline started have ended when
/// its enumerator is disposed, which Fit, Evaluate, Predict and <c>foreach</c> do.
/// </remarks>
/// <typeparam name="T">Type of the elements.</typeparam>
/// <example><code>
/// var train = Dataset.From(files).Shuffle(1000, seed: 7).Map(Read, parallel: 2).Batch(32).Prefetch(2);
/// model.Fit(train, epochs: 10);
/// </code></example>
public abstract class Dataset<T> : IEnumerable<T>
{
    private long _passes = -1;

    private protected Dataset() { }

    /// <summary>Elements of a pass; null when that is not known, or when there is no end.</summary>
    public abstract long? Count { get; }

    /// <summary>Whether a pass has no end.</summary>
    public virtual bool IsInfinite => false;

    /// <summary>
    /// Whether the elements lie in memory as they are, in any order: reading them calls no code of the caller's and takes next to no time.
    /// </summary>
    internal virtual bool IsHeld => false;

    /// <summary>Whether <see cref="Shard"/> stands in the pipeline: ranks of a job then read elements of their own.</summary>
    internal virtual bool IsSharded => false;

    /// <summary>The seeds of all <see cref="Shuffle"/> in the pipeline, from its beginning to its end.</summary>
    internal virtual IEnumerable<PlacedSeed> Seeds => [];

    /// <summary>Begins a pass. Passes of one pipeline are numbered from 0; what draws random numbers draws others in each.</summary>
    public IEnumerator<T> GetEnumerator() => Open(Interlocked.Increment(ref _passes));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// Elements in random order: each one is drawn from a buffer that is kept full. A buffer as large as the data shuffles it as a whole.
    /// </summary>
    /// <param name="bufferSize">Elements in the buffer, at least 1.</param>
    /// <param name="seed">Seed of the order; null for one from <see cref="Utils.SetRandomSeed"/> or, without that, a random one.</param>
    /// <param name="reshuffleEachPass">Whether every pass has an order of its own.</param>
    public Dataset<T> Shuffle(int bufferSize, int? seed = null, bool reshuffleEachPass = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, 1);
        return ShuffleBy(new ShuffleSeed(seed), bufferSize, reshuffleEachPass);
    }

    internal Dataset<T> ShuffleBy(ShuffleSeed seed, int bufferSize, bool reshuffleEachPass) =>
        WithOrder(order => order.ShuffleBy(seed, int.MaxValue, reshuffleEachPass))
            ?? new ShuffleDataset<T>(this, bufferSize, seed, reshuffleEachPass);

    /// <summary>A function of each element, in order.</summary>
    /// <typeparam name="TResult">Type of its results.</typeparam>
    /// <param name="map">The function; with several threads it is called from all of them.</param>
    /// <param name="parallel">How many elements are computed at the same time, ahead of the one that is asked for; 1 computes each one when
    /// it is asked for.</param>
    public Dataset<TResult> Map<TResult>(Func<T, TResult> map, int parallel = 1)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallel, 1);
        return parallel == 1 ? new MapDataset<T, TResult>(this, map) : new ParallelMapDataset<T, TResult>(this, map, parallel);
    }

    /// <summary>The elements that a condition accepts.</summary>
    /// <param name="condition">True for elements that stay.</param>
    public Dataset<T> Filter(Func<T, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new FilterDataset<T>(this, condition);
    }

    /// <summary>
    /// Reads ahead on a thread of its own, so that reading overlaps with what is done with the elements. Elements of an array or a list,
    /// also shuffled, repeated or in batches, are there already: such a pipeline stays as it is, without a thread.
    /// </summary>
    /// <param name="bufferSize">Most elements that wait to be taken, at least 1.</param>
    public Dataset<T> Prefetch(int bufferSize = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, 1);
        return new PrefetchDataset<T>(this, bufferSize);
    }

    /// <summary>Several passes as one.</summary>
    /// <param name="count">How many; null for no end, which needs steps per epoch.</param>
    public Dataset<T> Repeat(int? count = null)
    {
        if (count is { } times) ArgumentOutOfRangeException.ThrowIfNegative(times, nameof(count));
        return new RepeatDataset<T>(this, count);
    }

    /// <summary>The first elements.</summary>
    /// <param name="count">How many at most.</param>
    public Dataset<T> Take(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new TakeDataset<T>(this, count);
    }

    /// <summary>All but the first elements.</summary>
    /// <param name="count">How many are left out.</param>
    public Dataset<T> Skip(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new SkipDataset<T>(this, count);
    }

    /// <summary>
    /// Keeps the elements of the first whole pass in memory; later passes read them from there. What comes before is read once.
    /// </summary>
    public Dataset<T> Cache() => new CacheDataset<T>(this);

    /// <summary>Pairs of elements; the shorter stream decides how many.</summary>
    /// <typeparam name="TOther">Type of the other elements.</typeparam>
    /// <param name="other">The other stream.</param>
    public Dataset<(T First, TOther Second)> Zip<TOther>(IEnumerable<TOther> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ZipDataset<T, TOther>(this, Dataset.From(other));
    }

    /// <summary>
    /// Every count-th element: the share of one of several processes. A model that is joined to ranks (<see cref="Model.Distribute"/>)
    /// takes batches of such a pipeline as they are, each rank its own; of other pipelines it takes this rank's rows of every batch.
    /// </summary>
    /// <remarks>
    /// Shards before words that cost (<c>Map</c>), and after <c>Shuffle</c> only if that has the same seed in all processes.
    /// </remarks>
    /// <param name="index">Number of the share, from 0.</param>
    /// <param name="count">Number of shares.</param>
    public Dataset<T> Shard(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (index < 0 || index >= count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"Shard: the index must be 0 to {count - 1}.");
        return WithOrder(order => order.Shard(index, count)) ?? new ShardDataset<T>(this, index, count);
    }

    /// <summary>The same elements in another order, or some of them, where they are made from numbers; null where they are not.</summary>
    /// <param name="order">Rearranges the numbers: cheaper than to make elements that wait in a buffer or are thrown away.</param>
    internal virtual Dataset<T>? WithOrder(Func<Dataset<int>, Dataset<int>> order) => null;

    /// <summary>Begins a pass of a number.</summary>
    internal abstract IEnumerator<T> Open(long pass);

    /// <summary>
    /// Begins a pass whose elements are read one after another and not kept: batches may take their arrays from a memory that lends them.
    /// </summary>
    /// <param name="pass">Number of the pass.</param>
    /// <param name="memory">Lends arrays to batches; null for none.</param>
    internal virtual IEnumerator<T> Open(long pass, BatchMemory? memory) => Open(pass);
}
