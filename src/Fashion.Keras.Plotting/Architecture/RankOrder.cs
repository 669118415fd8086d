namespace Fashion.Keras.Plotting.Architecture;

/// <summary>Orders each rank so that few arrows cross: sweeps down and up by the mean place of the neighbours, and keeps the
/// best.</summary>
internal static class RankOrder
{
    private const int Sweeps = 24;

    public static void Arrange(List<Vertex>[] ranks)
    {
        foreach (List<Vertex> rank in ranks) Number(rank);
        Vertex[][] best = Save(ranks);
        long fewest = Crossings(ranks);
        for (int sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            if (sweep % 2 == 0)
                for (int rank = 1; rank < ranks.Length; rank++) Sort(ranks[rank], v => v.Up);
            else
                for (int rank = ranks.Length - 2; rank >= 0; rank--) Sort(ranks[rank], v => v.Down);
            long crossings = Crossings(ranks);
            if (crossings >= fewest) continue;
            (fewest, best) = (crossings, Save(ranks));
        }
        foreach ((List<Vertex> rank, Vertex[] order) in ranks.Zip(best)) Set(rank, order);
    }

    public static long Crossings(List<Vertex>[] ranks) => ranks.Sum(Crossings);

    // Arrows sorted by their upper ends: every pair whose lower ends are the other way round crosses.
    private static long Crossings(List<Vertex> rank)
    {
        int[] lower = [.. rank.SelectMany(v => v.Down.Select(d => d.Other.Order).Order())];
        int size = lower.DefaultIfEmpty(-1).Max() + 1;
        var tree = new int[size + 1];
        long crossings = 0;
        for (int i = 0; i < lower.Length; i++)
        {
            int notAfter = 0;
            for (int at = lower[i] + 1; at > 0; at -= at & -at) notAfter += tree[at];
            crossings += i - notAfter;
            for (int at = lower[i] + 1; at <= size; at += at & -at) tree[at]++;
        }
        return crossings;
    }

    // Vertices without neighbours on that side keep their places; a stable sort keeps equal ones in order.
    private static void Sort(List<Vertex> rank, Func<Vertex, List<Link>> neighbours)
    {
        Vertex[] sorted = [.. rank.OrderBy(v => neighbours(v) is { Count: > 0 } links
            ? links.Average(l => l.Other.Order + Fraction(l)) : v.Order)];
        Set(rank, sorted);
    }

    private static void Set(List<Vertex> rank, Vertex[] order)
    {
        rank.Clear();
        rank.AddRange(order);
        Number(rank);
    }

    // Where a frame is left or entered at different places, these count, too.
    private static double Fraction(Link link) => link.Other.Across > 0 ? link.OtherOffset / link.Other.Across * 0.9 : 0;

    private static void Number(List<Vertex> rank)
    {
        for (int i = 0; i < rank.Count; i++) rank[i].Order = i;
    }

    private static Vertex[][] Save(List<Vertex>[] ranks) => [.. ranks.Select(rank => rank.ToArray())];
}
