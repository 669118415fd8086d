using System.Collections.Concurrent;

namespace Fashion.Keras.Engine;

/// <summary>Teams that are not running now, per number of workers: as many as ever ran at the same time.</summary>
internal sealed class TeamPool
{
    private readonly ConcurrentDictionary<int, ConcurrentBag<Team>> _idle = new();

    public Team Rent(int workers) => _idle.TryGetValue(workers, out ConcurrentBag<Team>? bag) && bag.TryTake(out Team? team) ? team : new Team(workers);

    public void Return(Team team) => _idle.GetOrAdd(team.Workers, static _ => []).Add(team);
}
