using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Pipelines;

namespace Fashion.Keras.Training;

/// <summary>What is done with the batches of a stream.</summary>
/// <param name="Check">Checks a batch and makes it ready to be fed.</param>
/// <param name="EpochBegin">Called before an epoch; null for nothing.</param>
/// <param name="EpochEnd">Called after an epoch; null for nothing.</param>
/// <param name="Share">Which rows of each batch this rank takes.</param>
internal sealed record StreamUse(Func<DataBatch, SampleSet> Check, RankShare Share, Action? EpochBegin = null, Action? EpochEnd = null);

/// <summary>Batches that come from a stream, one at a time. Each is checked and pinned when it is its turn.</summary>
internal sealed unsafe class StreamBatches : BatchSource
{
    private readonly string _name;
    private readonly IEnumerable<DataBatch> _stream;
    private readonly StreamUse _use;
    private readonly List<PinnedSource> _pinned = [];
    private readonly BatchMemory _memory = new();
    private readonly bool _sharded;
    private RankRows _rows;
    private IReadOnlyList<Array> _lent = [];
    private IEnumerator<DataBatch>? _pass;
    private DataBatch? _ahead;
    private BatchShapes? _first;
    private int? _counted;
    private int _read;

    /// <param name="name">Name of the model, for messages.</param>
    /// <param name="stream">The batches.</param>
    /// <param name="use">What is done with them.</param>
    public StreamBatches(string name, IEnumerable<DataBatch> stream, StreamUse use)
    {
        _name = name;
        _stream = stream;
        _sharded = use.Share.Size > 1 && stream is Dataset<DataBatch> { IsSharded: true };
        _use = _sharded ? use with { Share = RankShare.All } : use;
    }

    /// <summary>Batches of any source; those of a sequence by number are made ahead by its workers, and it is told of epochs.</summary>
    /// <param name="name">Name of the model, for messages.</param>
    /// <param name="source">The batches.</param>
    /// <param name="check">Checks a batch and makes it ready to be fed.</param>
    /// <param name="shuffleSeed">Seed of the order in which those of a sequence by number are taken; null for the order of the
    /// numbers.</param>
    /// <param name="share">Which rows of each batch this rank takes; null for all.</param>
    public static StreamBatches Of(string name, IEnumerable<DataBatch> source, Func<DataBatch, SampleSet> check, int? shuffleSeed = null,
        RankShare? share = null) => source is DataSequence sequence
        ? new(name, sequence.ToDataset(shuffleSeed is not null, shuffleSeed ?? 0),
            new StreamUse(check, share ?? RankShare.All, sequence.OnEpochBegin, sequence.OnEpochEnd))
        : new(name, source, new StreamUse(check, share ?? RankShare.All));

    /// <summary>As the stream tells, or as counted in a pass that came to its end. Shards of ranks may differ by one.</summary>
    public override int? Count => _sharded
        ? null
        : _counted ?? (_stream is Dataset<DataBatch> dataset ? dataset.Count is <= int.MaxValue and var known ? (int)known : null
        : _stream.TryGetNonEnumeratedCount(out int count) ? count : null);

    public override bool IsEndless => _stream is Dataset<DataBatch> { IsInfinite: true };

    /// <summary>Reads the first batch; the pass that begins with it goes on from there.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public DataBatch LookAhead()
    {
        Open(new Pass(0, 0));
        return _ahead = Read() ?? throw new InvalidOperationException($"Model '{_name}': the source gave no batches, so the shape of its " +
            "input is not known.");
    }

    /// <summary>Read once; the pass that begins with it goes on from there, since a source may give its batches only once.</summary>
    public override BatchShapes? FirstShapes
    {
        get
        {
            if (_first is not null) return _first;
            if (_pass is not null && _ahead is null) return Shapes;
            if (_ahead is null)
            {
                Open(new Pass(0, 0));
                _ahead = Read();
            }
            return _first = _ahead is null ? null : Own(_use.Check(_ahead)).Fed().Shapes();
        }
    }

    /// <summary>Unknown where each rank reads a shard of its own.</summary>
    public override long? AllRows => _sharded ? null : _rows.All;

    public override void BeginPass(Func<Pass>? next)
    {
        Pass? pass = next?.Invoke();
        // A pass that has begun for its first batch is the one with the number 0.
        if (_ahead is not null && pass is not { Number: > 0 }) return;
        _ahead = null;
        Open(pass);
    }

    public override bool MoveNext()
    {
        if (!_sharded) Unpin();
        DataBatch? batch = _ahead ?? Read();
        _ahead = null;
        if (batch is null)
        {
            // A rank whose shard has ended goes on with its last batch, which does not count, until the others are done.
            OwnRows = 0;
            _counted = _read;
            Close();
            return false;
        }
        if (_sharded) Unpin();
        try
        {
            Take(batch);
        }
        catch (Exception e)
        {
            e.Data["batch"] = (long)_read;
            throw;
        }
        _read++;
        return true;
    }

    public override void EpochBegin() => _use.EpochBegin?.Invoke();

    public override void EpochEnd() => _use.EpochEnd?.Invoke();

    public override void Dispose()
    {
        Unpin();
        Close();
    }

    private void Open(Pass? pass)
    {
        Close();
        _read = 0;
        _pass = pass is { } numbered && _stream is Dataset<DataBatch> dataset
            ? dataset.Open(numbered.Number, _memory)
            : _stream.GetEnumerator();
    }

    private DataBatch? Read()
    {
        try
        {
            if (_pass is null || !_pass.MoveNext()) return null;
        }
        catch (Exception e) when (!e.Data.Contains(SampleError.Key))
        {
            e.Data["batch"] = (long)_read;
            throw;
        }
        return _pass.Current ?? throw new ArgumentException($"Model '{_name}': batch {_read} of the source is null.");
    }

    private void Take(DataBatch batch)
    {
        _lent = batch.Lent;
        SampleSet samples = Own(_use.Check(batch)).Fed();
        foreach (ArraySource array in samples.Inputs.Concat(samples.Targets).Concat(samples.Weights)) _pinned.Add(array.PinSamples());
        if (Feeds.Length != _pinned.Count) Feeds = new Feed[_pinned.Count];
        for (int i = 0; i < Feeds.Length; i++) Feeds[i] = new Feed(_pinned[i], 0);
        BatchShapes shapes = samples.Shapes();
        if (!shapes.Equals(Shapes)) Shapes = shapes;
    }

    private SampleSet Own(SampleSet all)
    {
        _rows = _use.Share.Rows(all.Rows);
        OwnRows = _rows.Count;
        return _use.Share == RankShare.All ? all : all.Slice(_rows.First, _rows.Fed);
    }

    private void Unpin()
    {
        foreach (PinnedSource source in _pinned) source.Dispose();
        _pinned.Clear();
        _memory.Return(_lent);
        _lent = [];
    }

    private void Close()
    {
        IEnumerator<DataBatch>? left = _pass;
        _pass = null;
        left?.Dispose();
    }
}
