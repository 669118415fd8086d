namespace Fashion.Keras.Engine;

/// <summary>Teams that are not running now, per number of workers: as many as ever ran at the same time.</summary>
internal sealed class TeamPool
{
    private readonly Dictionary<int, Pool<Team>> _idle = [];

    public Team Rent(int workers) => Of(workers).TryTake() ?? new Team(workers);

    public void Return(Team team) => Of(team.Workers).Add(team);

    private Pool<Team> Of(int workers)
    {
        lock (_idle)
        {
            if (!_idle.TryGetValue(workers, out Pool<Team>? pool)) _idle[workers] = pool = new Pool<Team>();
            return pool;
        }
    }
}
