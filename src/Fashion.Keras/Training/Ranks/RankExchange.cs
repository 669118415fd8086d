using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Training;

/// <summary>Compares the ranks of a model and says in which way they differ. What it throws is thrown on all of them.</summary>
/// <param name="ranks">The ranks.</param>
/// <param name="name">Name of the model, for messages.</param>
internal sealed class RankExchange(ICollective ranks, string name)
{
    private const int MostNamed = 8;

    /// <summary>The numbers of all ranks, a row for each.</summary>
    /// <param name="own">The numbers of this rank, as many on each.</param>
    public double[][] Gather(params double[] own)
    {
        var all = new double[own.Length * ranks.Size];
        own.CopyTo(all, own.Length * ranks.Rank);
        ranks.Sum(all);
        return [.. all.Chunk(own.Length)];
    }

    /// <summary>Refuses facts that are not the same on all ranks.</summary>
    /// <param name="what">Begins the message: what differs.</param>
    /// <param name="hint">Ends the message: what to do.</param>
    /// <param name="facts">As many on each rank.</param>
    /// <exception cref="InvalidOperationException">They differ; all ranks throw it.</exception>
    public void RequireSame(string what, string hint, params RankFact[] facts)
    {
        double[][] all = Gather([.. facts.Select(f => f.Sent)]);
        RequireSame(all, what, hint, facts);
    }

    /// <summary>The same for facts that were gathered before.</summary>
    /// <param name="all">The facts of all ranks.</param>
    /// <param name="what">Begins the message: what differs.</param>
    /// <param name="hint">Ends the message: what to do.</param>
    /// <param name="facts">Their names.</param>
    public void RequireSame(double[][] all, string what, string hint, IReadOnlyList<RankFact> facts)
    {
        string[] differences = [.. facts.Index().Where(f => all.Any(own => own[f.Index] != all[0][f.Index]))
            .Select(f => f.Item.IsCode
                ? $"{f.Item.Name} ({Where(all.Select(own => own[f.Index] != all[0][f.Index]))} other than rank 0)"
                : $"{f.Item.Name} ({PerRank(all.Select(own => own[f.Index]))})")];
        if (differences.Length > 0) throw Error($"{what}: {string.Join("; ", differences)}. {hint}");
    }

    /// <summary>The ranks for which something holds, in words: "rank 1" or "ranks 1, 3". All ranks must ask.</summary>
    /// <param name="here">Whether it holds for this one.</param>
    public string Where(bool here) => Where(Gather(here ? 1 : 0).Select(own => own[0] != 0));

    /// <summary>The ranks for which something holds, in words.</summary>
    /// <param name="holds">Whether it does, for each rank.</param>
    public static string Where(IEnumerable<bool> holds)
    {
        int[] found = [.. holds.Index().Where(r => r.Item).Select(r => r.Index)];
        string more = found.Length > MostNamed ? $" and {found.Length - MostNamed} more" : "";
        return $"rank{(found.Length == 1 ? "" : "s")} {string.Join(", ", found.Take(MostNamed))}{more}";
    }

    /// <summary>Throws on all ranks because some have failed: there their own exception, elsewhere one that names them.</summary>
    /// <param name="own">The exception of this rank; null where it has not failed.</param>
    /// <param name="failed">Whether it failed, for each rank.</param>
    /// <param name="what">Begins the message: what ends.</param>
    public void Throw(Exception? own, IEnumerable<bool> failed, string what)
    {
        if (own is null) throw Error($"{what}, because {Where(failed)} failed, which says why.");
        RankFailures.Known(own);
        ExceptionDispatchInfo.Throw(own);
    }

    /// <summary>An exception that all ranks throw.</summary>
    public InvalidOperationException Error(string message) =>
        RankFailures.Known(new InvalidOperationException($"Model '{name}': {message}"));

    /// <summary>A number of each rank, in words.</summary>
    public static string PerRank(IEnumerable<double> values)
    {
        double[] numbers = [.. values];
        return string.Join(", ", numbers.Index().Take(MostNamed).Select(v => $"rank {v.Index}: {Text(v.Item)}"))
            + (numbers.Length > MostNamed ? $" and {numbers.Length - MostNamed} more" : "");
    }

    /// <summary>A text as a number that a double holds exactly, to compare it.</summary>
    public static double NumberOf(string text) => FarmHash64.Of(Encoding.UTF8.GetBytes(text)) >> 12;

    private static string Text(double value) => value == RankFact.None ? "none" : value.ToString(CultureInfo.InvariantCulture);
}
