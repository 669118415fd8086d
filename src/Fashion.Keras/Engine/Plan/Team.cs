namespace Fashion.Keras.Engine;

/// <summary>
/// Owns a <see cref="Crew"/>. The crew's threads know the crew but not this object, so when the team is no longer used
/// it is finalized and the threads end.
/// </summary>
internal sealed class Team(int workers) : IDisposable
{
    private readonly Crew _crew = new(workers);

    ~Team() => _crew.Stop();

    public int Workers => _crew.Workers;

    public void Run(Plan plan, Frame frame)
    {
        _crew.Run(plan, frame);
        GC.KeepAlive(this);
    }

    public void Dispose()
    {
        _crew.Stop();
        GC.SuppressFinalize(this);
    }
}
