using Fashion.Keras.Execution;

namespace Fashion.Keras.Engine;

/// <summary>A rented frame and team, given back when disposed.</summary>
internal sealed class PlanExecution : IExecution
{
    private readonly Executable _executable;
    private Plan _plan;
    private Frame _frame;
    private Team? _team;
    private bool _disposed;

    public PlanExecution(Executable executable)
    {
        _executable = executable;
        _plan = executable.Plan;
        _frame = executable.RentFrame(_plan);
        _team = executable.RentTeam(_plan);
    }

    /// <inheritdoc/>
    public void Run(Feed[] feeds, float[] scalars, ulong run)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (feeds.Length != _plan.FeedCount || scalars.Length != _plan.ScalarCount)
            throw new ArgumentException($"The graph takes {_plan.FeedCount} feed(s) and {_plan.ScalarCount} scalar(s), but {feeds.Length} and {scalars.Length} were given.");
        if (!_plan.IsCurrent)
        {
            _plan = _executable.Plan;
            _frame = _executable.RentFrame(_plan);
        }
        _frame.Begin(feeds, scalars, run);
        try
        {
            if (_team is null) _plan.Execute(_frame, null, 0);
            else _team.Run(_plan, _frame);
        }
        finally
        {
            _frame.End();
        }
    }

    /// <inheritdoc/>
    public unsafe void Read(int output, Span<float> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Slot slot = _plan.Outputs[output];
        new ReadOnlySpan<float>(_frame[slot], slot.Count).CopyTo(destination);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _executable.Return(_frame);
        _executable.Return(_team);
        _team = null;
    }
}
