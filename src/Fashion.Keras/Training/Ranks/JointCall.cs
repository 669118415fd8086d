namespace Fashion.Keras.Training;

/// <summary>
/// A call that all ranks make together: <c>Fit</c>, <c>Evaluate</c>, <c>TrainOnBatch</c>, <c>TestOnBatch</c>. A rank that fails before
/// the call has begun tells the others, which throw too. One that fails later ends the job, because the others may be anywhere.
/// </summary>
/// <param name="ranks">The ranks.</param>
/// <param name="name">Name of the model, for messages.</param>
internal sealed class JointCall(ICollective ranks, Func<string> name)
{
    private const int MostFacts = 20;
    private bool _begun;

    /// <summary>Runs a call.</summary>
    /// <param name="work">What the call does; it calls <see cref="Begin"/> before anything that waits for other ranks.</param>
    public T Run<T>(Func<T> work)
    {
        // A callback may evaluate the model while it is trained.
        bool outer = _begun;
        _begun = false;
        try
        {
            return work();
        }
        catch (Exception e) when (!RankFailures.IsKnown(e))
        {
            if (_begun) ranks.Fail(e);
            else TellOthers(e);
            throw;
        }
        finally
        {
            _begun = outer;
        }
    }

    /// <summary>Waits until all ranks make the call, and refuses it where they make different ones.</summary>
    /// <param name="call">Name of the call.</param>
    /// <param name="isComplete">Whether the call has begun after this; false where more is to be compared before.</param>
    /// <param name="facts">What must be the same on all ranks, at most 20.</param>
    /// <exception cref="InvalidOperationException">Another rank failed before, or makes another call; all ranks throw.</exception>
    public void Begin(string call, bool isComplete, params RankFact[] facts)
    {
        var exchange = new RankExchange(ranks, name());
        double[][] all = exchange.Gather(Row(failed: false, call, facts));
        if (all.Any(own => own[0] != 0))
            throw exchange.Error($"{call} has not begun, because it failed on {RankExchange.Where(all.Select(own => own[0] != 0))}, " +
                "which says why.");
        exchange.RequireSame([.. all.Select(own => own[1..2])], $"{call} was called here, but not on all ranks", "All ranks must make " +
            "the same calls of Fit, Evaluate, TrainOnBatch and TestOnBatch in the same order.", [RankFact.Of("call", call)]);
        exchange.RequireSame([.. all.Select(own => own[2..])], $"{call} was called with different data or settings on the ranks",
            "All ranks must be given the same data, of which each takes its share; for data of its own per rank put Shard into a pipeline.",
            facts);
        _begun = isComplete;
    }

    private void TellOthers(Exception exception)
    {
        try
        {
            new RankExchange(ranks, name()).Gather(Row(failed: true, "", []));
            RankFailures.Known(exception);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // They cannot be told, so the job ends.
            ranks.Fail(exception);
        }
    }

    private static double[] Row(bool failed, string call, RankFact[] facts)
    {
        var row = new double[2 + MostFacts];
        (row[0], row[1]) = (failed ? 1 : 0, RankExchange.NumberOf(call));
        for (int i = 0; i < facts.Length; i++) row[2 + i] = facts[i].Sent;
        return row;
    }
}
