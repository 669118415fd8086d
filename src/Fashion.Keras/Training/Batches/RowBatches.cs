using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Training;

/// <summary>Batches of arrays that lie in memory, in order or shuffled; of each batch a rank takes its share of the rows.</summary>
internal abstract unsafe class RowBatches : BatchSource
{
    private readonly PinnedPermutation? _order;
    private long _all;
    private int _next;

    /// <param name="samples">The samples of all ranks.</param>
    /// <param name="batchSize">Samples of a batch on all ranks.</param>
    /// <param name="shuffle">Whether each pass has an order of its own.</param>
    /// <param name="share">Which rows of each batch this rank takes.</param>
    protected RowBatches(SampleSet samples, int batchSize, bool shuffle, RankShare share)
    {
        (Samples, Size, Share) = (samples, batchSize, share);
        if (shuffle) _order = new PinnedPermutation(samples.Rows);
        Count = (int)(((long)samples.Rows + batchSize - 1) / batchSize);
    }

    public override int? Count { get; }

    public override int? Rows => Samples.Rows;

    public override int? BatchSize => Size;

    public override long? AllRows => _all;

    public override bool IsShuffled => _order is not null;

    public override string Contents => Samples.Contents();

    protected SampleSet Samples { get; }

    protected int Size { get; }

    protected RankShare Share { get; }

    /// <summary>Whether the current batch is the last one of the pass.</summary>
    protected bool IsLast => _next == Count;

    public override void BeginPass(Func<Pass>? next)
    {
        if (next is not null) _order?.Shuffle(next().Random());
        _next = 0;
    }

    public override bool MoveNext()
    {
        if (_next >= Count) return false;
        int first = _next++ * Size;
        RankRows own = Share.Rows(Math.Min(Size, Samples.Rows - first));
        first += own.First;
        (OwnRows, _all) = (own.Count, own.All);
        Fill(first, own.Fed, _order is null ? null : _order.From(first));
        return true;
    }

    public override void Skip(int batches) => _next += batches;

    /// <summary>Sets the feeds and the shapes of a batch.</summary>
    /// <param name="first">Its first row on this rank.</param>
    /// <param name="count">How many rows are fed.</param>
    /// <param name="rows">The rows of a shuffled pass; null where they follow one another.</param>
    protected abstract void Fill(int first, int count, int* rows);
}
