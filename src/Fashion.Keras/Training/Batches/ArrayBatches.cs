using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Training;

/// <summary>Batches of arrays that lie in memory, in order or shuffled. Everything is pinned once; a batch allocates nothing.</summary>
internal sealed unsafe class ArrayBatches : BatchSource
{
    private readonly SampleSet _samples;
    private readonly int _batchSize;
    private readonly PinnedSource[] _pinned;
    private readonly PinnedPermutation? _order;
    private readonly RankShare _share;
    private readonly BatchShapes _full;
    private readonly BatchShapes _last;
    private long _all;
    private int _next;

    /// <param name="samples">The samples of all ranks.</param>
    /// <param name="batchSize">Samples of a batch on all ranks.</param>
    /// <param name="shuffle">Whether each pass has an order of its own.</param>
    /// <param name="share">Which rows of each batch this rank takes; null for all.</param>
    public ArrayBatches(SampleSet samples, int batchSize, bool shuffle = false, RankShare? share = null)
    {
        _samples = samples;
        _batchSize = batchSize;
        _share = share ?? RankShare.All;
        _pinned = [.. samples.Inputs.Concat(samples.Targets).Concat(samples.Weights).Select(a => a.Pin())];
        Feeds = new Feed[_pinned.Length];
        if (shuffle) _order = new PinnedPermutation(samples.Rows);
        Count = (int)(((long)samples.Rows + batchSize - 1) / batchSize);
        _full = samples.Shapes(_share.Rows(Math.Min(batchSize, samples.Rows)).Fed);
        int rest = samples.Rows % batchSize;
        _last = rest == 0 || Count == 1 ? _full : samples.Shapes(_share.Rows(rest).Fed);
    }

    public override int? Count { get; }

    public override int? Rows => _samples.Rows;

    public override int? BatchSize => _batchSize;

    public override BatchShapes FirstShapes => _full;

    public override long? AllRows => _all;

    public override bool IsShuffled => _order is not null;

    public override string Contents => _samples.Contents();

    public override void BeginPass(Func<Pass>? next)
    {
        if (next is not null) _order?.Shuffle(next().Random());
        _next = 0;
    }

    public override bool MoveNext()
    {
        if (_next >= Count) return false;
        int first = _next++ * _batchSize;
        RankRows own = _share.Rows(Math.Min(_batchSize, _samples.Rows - first));
        first += own.First;
        (OwnRows, _all) = (own.Count, own.All);
        Shapes = _next == Count ? _last : _full;
        int* rows = _order is null ? null : _order.From(first);
        for (int i = 0; i < _pinned.Length; i++) Feeds[i] = new Feed(_pinned[i], first, rows);
        return true;
    }

    public override void Skip(int batches) => _next += batches;

    public override void Dispose()
    {
        foreach (PinnedSource source in _pinned) source.Dispose();
    }
}
