using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>A compiled graph. Its plan is made anew when another plan has given a variable another layout since.</summary>
internal sealed class Executable : IExecutable
{
    private readonly OpGraph _graph;
    private readonly ExecutionOptions _options;
    private readonly TeamPool _teams;
    private readonly Pool<Frame> _idle = new();
    private readonly Lock _gate = new();
    private Plan _plan;

    public Executable(OpGraph graph, ExecutionOptions options, TeamPool teams)
    {
        _graph = graph;
        _options = options;
        _teams = teams;
        _plan = Compiler.Compile(graph, options);
    }

    /// <inheritdoc/>
    public long BufferBytes => 4L * (_plan.Memory.ArenaFloats + (long)_plan.Memory.ScratchFloats * _plan.Workers);

    /// <inheritdoc/>
    public IReadOnlyList<ProfileEntry> Profile() => _plan.Timer?.Entries(_plan.Steps) ?? [];

    /// <summary>The plan that the next run uses.</summary>
    public Plan Plan
    {
        get
        {
            Plan plan = _plan;
            if (plan.IsCurrent) return plan;
            lock (_gate)
            {
                if (!_plan.IsCurrent) _plan = Compiler.Compile(_graph, _options);
                return _plan;
            }
        }
    }

    /// <inheritdoc/>
    public IExecution Rent() => new PlanExecution(this);

    /// <summary>A frame of the current plan, and a team if the plan wants one.</summary>
    internal Frame RentFrame(Plan plan)
    {
        while (_idle.TryTake() is { } frame)
            if (frame.Plan == plan) return frame;
        return new Frame(plan);
    }

    internal void Return(Frame frame) => _idle.Add(frame);

    internal Team? RentTeam(Plan plan) => plan.Workers == 1 ? null : _teams.Rent(plan.Workers);

    internal void Return(Team? team)
    {
        if (team is not null) _teams.Return(team);
    }
}
