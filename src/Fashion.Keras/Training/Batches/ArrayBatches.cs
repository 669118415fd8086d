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
    private readonly BatchShapes _full;
    private readonly BatchShapes _last;
    private int _next;

    public ArrayBatches(SampleSet samples, int batchSize, bool shuffle = false)
    {
        _samples = samples;
        _batchSize = batchSize;
        _pinned = [.. samples.Inputs.Concat(samples.Targets).Concat(samples.Weights).Select(a => a.Pin())];
        Feeds = new Feed[_pinned.Length];
        if (shuffle) _order = new PinnedPermutation(samples.Rows);
        Count = (int)(((long)samples.Rows + batchSize - 1) / batchSize);
        _full = samples.Shapes(Math.Min(batchSize, samples.Rows));
        int rest = samples.Rows % batchSize;
        _last = rest == 0 || Count == 1 ? _full : samples.Shapes(rest);
    }

    public override int? Count { get; }

    public override int? Rows => _samples.Rows;

    public override int? BatchSize => _batchSize;

    public override BatchShapes FirstShapes => _full;

    public override void BeginPass(Func<Pass>? next)
    {
        if (next is not null) _order?.Shuffle(next().Random());
        _next = 0;
    }

    public override bool MoveNext()
    {
        if (_next >= Count) return false;
        int first = _next++ * _batchSize;
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
