namespace Fashion.Keras.Training;

/// <summary>Steps that several ranks take together: before each one they tell each other whether they go on.</summary>
/// <param name="trainer">Whose steps.</param>
/// <param name="ranks">The ranks.</param>
internal sealed class JointSteps(Trainer trainer, ICollective ranks)
{
    private readonly RankStatus _status = new(ranks);
    private readonly RankExchange _exchange = new(ranks, trainer.Name);

    /// <summary>Whether a rank has asked for the end of training.</summary>
    public bool Stopped => _status.Stopped;

    /// <summary>Whether a rank was cancelled.</summary>
    public bool Cancelled => _status.Cancelled;

    /// <summary>Samples of the step on all ranks.</summary>
    public long Rows => _status.Rows;

    /// <summary>Tells the others whether this rank wants the end, and waits for them.</summary>
    public void Exchange(bool stop, bool cancelled) => _status.Exchange(new RankReport(stop, cancelled));

    /// <summary>Makes the next batch of a source the current one: on all ranks, or on none.</summary>
    /// <returns>False at the end of the pass; true also where a rank wants the end of training.</returns>
    /// <exception cref="InvalidOperationException">The ranks have batches that do not belong together, or one could not get its batch; all
    /// ranks throw.</exception>
    public bool MoveNext(BatchSource source, bool stop, CancellationToken cancellationToken)
    {
        bool ready = false;
        Exception? failure = null;
        try
        {
            ready = source.MoveNext();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The others must hear of it.
        }
        catch (Exception e)
        {
            failure = e;
        }
        Exchange(source, new RankReport(stop, cancellationToken.IsCancellationRequested) { Ready = ready, Failed = failure is not null });
        if (_status.Failed)
            _exchange.Throw(failure, _exchange.Gather(failure is null ? 0 : 1).Select(own => own[0] > 0), "training ends");
        if (Stopped || Cancelled) return true;
        if (_status.Ready > 0) RequireBatches(source, ready);
        return _status.Ready > 0;
    }

    private void Exchange(BatchSource source, RankReport own) => _status.Exchange(own with
    {
        Empty = !own.Ready && source.Shapes is null,
        Weighted = own.Ready && source.Shapes!.Weights.Count > 0,
        Rows = own.Ready ? source.OwnRows : 0,
        AllRows = own.Ready ? source.AllRows ?? 0 : 0,
    });

    private void RequireBatches(BatchSource source, bool ready)
    {
        bool whole = source.AllRows is not null;
        if (_status.Ready < ranks.Size && (whole || _status.HasEmpty))
            throw _exchange.Error($"only {_exchange.Where(ready)} of {ranks.Size} have a batch for the next step. " + (whole
                ? "All of them must read the same data, of which each takes its share; for data of its own per rank put Shard into the " +
                    "pipeline."
                : "Of the others one never had any, because its shard is empty: use fewer ranks, or more data."));
        if (_status.BatchesDiffer)
            _exchange.RequireSame("the ranks have different batches for the same step", "All of them must read the same data in the same " +
                "order, of which each takes its share.", ("samples of the batch", source.AllRows));
        if (_status.Weighted > 0 && _status.Weighted < _status.Ready)
            throw _exchange.Error($"only {_exchange.Where(ready && source.Shapes!.Weights.Count > 0)} of {ranks.Size} have sample " +
                "weights for the next step. Give weights on all ranks (1 where they change nothing), or on none.");
    }
}
