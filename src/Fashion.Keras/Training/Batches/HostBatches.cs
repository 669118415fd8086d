using Fashion.Keras.Data;
using Fashion.Keras.Execution;

namespace Fashion.Keras.Training;

/// <summary>
/// Batches for a model with a part that runs before the step: each batch is computed when it is its turn, so texts of any number take the
/// memory of one batch. Targets and weights are fed from where they lie.
/// </summary>
internal sealed unsafe class HostBatches : RowBatches
{
    private readonly IHostPart _hostPart;
    private readonly PinnedSource[] _pinned;
    private PinnedSource[] _inputs = [];
    private BatchShapes? _first;

    /// <param name="samples">The samples of all ranks.</param>
    /// <param name="batchSize">Samples of a batch on all ranks.</param>
    /// <param name="shuffle">Whether each pass has an order of its own.</param>
    /// <param name="share">Which rows of each batch this rank takes.</param>
    public HostBatches(SampleSet samples, int batchSize, bool shuffle, RankShare share) : base(samples, batchSize, shuffle, share)
    {
        _hostPart = samples.HostPart!;
        _pinned = [.. samples.Targets.Concat(samples.Weights).Select(a => a.Pin())];
    }

    public override BatchShapes FirstShapes =>
        _first ??= Samples.Slice(0, Share.Rows(Math.Min(Size, Samples.Rows)).Fed).Fed().Shapes();

    protected override void Fill(int first, int count, int* rows)
    {
        IReadOnlyList<ArraySource> fed = _hostPart.Compute([.. Samples.Inputs.Select(a => RowGather.Of(a, first, count, rows))]);
        Unpin();
        _inputs = [.. fed.Select(a => a.Pin())];
        Feeds = new Feed[_inputs.Length + _pinned.Length];
        for (int i = 0; i < _inputs.Length; i++) Feeds[i] = new Feed(_inputs[i], 0);
        for (int i = 0; i < _pinned.Length; i++) Feeds[_inputs.Length + i] = new Feed(_pinned[i], first, rows);
        var shapes = new BatchShapes([.. fed.Select(a => a.Shape)], [.. Samples.Targets.Select(a => a.Shape.With(0, count))],
            [.. Samples.Weights.Select(a => a.Shape.With(0, count))]);
        if (!shapes.Equals(Shapes)) Shapes = shapes;
    }

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
