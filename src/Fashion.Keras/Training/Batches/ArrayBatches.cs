using Fashion.Keras.Data;
using Fashion.Keras.Execution;

namespace Fashion.Keras.Training;

/// <summary>Batches that are fed from where the arrays lie. Everything is pinned once; a batch allocates nothing.</summary>
internal sealed unsafe class ArrayBatches : RowBatches
{
    private readonly PinnedSource[] _pinned;
    private readonly BatchShapes _full;
    private readonly BatchShapes _last;

    /// <param name="samples">The samples of all ranks.</param>
    /// <param name="batchSize">Samples of a batch on all ranks.</param>
    /// <param name="shuffle">Whether each pass has an order of its own.</param>
    /// <param name="share">Which rows of each batch this rank takes; null for all.</param>
    public ArrayBatches(SampleSet samples, int batchSize, bool shuffle = false, RankShare? share = null)
        : base(samples, batchSize, shuffle, share ?? RankShare.All)
    {
        _pinned = [.. samples.Inputs.Concat(samples.Targets).Concat(samples.Weights).Select(a => a.Pin())];
        Feeds = new Feed[_pinned.Length];
        _full = samples.Shapes(Share.Rows(Math.Min(batchSize, samples.Rows)).Fed);
        int rest = samples.Rows % batchSize;
        _last = rest == 0 || Count == 1 ? _full : samples.Shapes(Share.Rows(rest).Fed);
    }

    public override BatchShapes FirstShapes => _full;

    protected override void Fill(int first, int count, int* rows)
    {
        Shapes = IsLast ? _last : _full;
        for (int i = 0; i < _pinned.Length; i++) Feeds[i] = new Feed(_pinned[i], first, rows);
    }

    public override void Dispose()
    {
        foreach (PinnedSource source in _pinned) source.Dispose();
    }
}
