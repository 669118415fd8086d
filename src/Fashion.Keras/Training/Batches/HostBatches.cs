using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Training;

/// <summary>
/// Batches of arrays that lie in memory, for a model with a part that runs before the step: each batch is computed when it is
/// its turn, so texts of any number take the memory of one batch. Targets and weights are fed from where they lie.
/// </summary>
internal sealed unsafe class HostBatches : BatchSource
{
    private readonly SampleSet _samples;
    private readonly IHostPart _hostPart;
    private readonly int _batchSize;
    private readonly PinnedSource[] _pinned;
    private readonly PinnedPermutation? _order;
    private readonly RankShare _share;
    private PinnedSource[] _inputs = [];
    private BatchShapes? _first;
    private long _all;
    private int _next;

    /// <param name="samples">The samples of all ranks.</param>
    /// <param name="batchSize">Samples of a batch on all ranks.</param>
    /// <param name="shuffle">Whether each pass has an order of its own.</param>
    /// <param name="share">Which rows of each batch this rank takes.</param>
    public HostBatches(SampleSet samples, int batchSize, bool shuffle, RankShare share)
    {
        _share = share;
        _samples = samples;
        _hostPart = samples.HostPart!;
        _batchSize = batchSize;
        _pinned = [.. samples.Targets.Concat(samples.Weights).Select(a => a.Pin())];
        if (shuffle) _order = new PinnedPermutation(samples.Rows);
        Count = (int)(((long)samples.Rows + batchSize - 1) / batchSize);
    }

    public override int? Count { get; }

    public override int? Rows => _samples.Rows;

    public override int? BatchSize => _batchSize;

    public override BatchShapes FirstShapes =>
        _first ??= _samples.Slice(0, _share.Rows(Math.Min(_batchSize, Rows!.Value)).Fed).Fed().Shapes();

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
        int count = own.Fed;
        int* rows = _order is null ? null : _order.From(first);
        IReadOnlyList<ArraySource> fed = _hostPart.Compute([.. _samples.Inputs.Select(a => RowGather.Of(a, first, count, rows))]);
        Unpin();
        _inputs = [.. fed.Select(a => a.Pin())];
        Feeds = new Feed[_inputs.Length + _pinned.Length];
        for (int i = 0; i < _inputs.Length; i++) Feeds[i] = new Feed(_inputs[i], 0);
        for (int i = 0; i < _pinned.Length; i++) Feeds[_inputs.Length + i] = new Feed(_pinned[i], first, rows);
        var shapes = new BatchShapes([.. fed.Select(a => a.Shape)], [.. _samples.Targets.Select(a => a.Shape.With(0, count))],
            [.. _samples.Weights.Select(a => a.Shape.With(0, count))]);
        if (!shapes.Equals(Shapes)) Shapes = shapes;
        return true;
    }

    public override void Skip(int batches) => _next += batches;

    public override void Dispose()
    {
        Unpin();
        foreach (PinnedSource source in _pinned) source.Dispose();
    }

    private void Unpin()
    {
        foreach (PinnedSource source in _inputs) source.Dispose();
        _inputs = [];
    }
}
