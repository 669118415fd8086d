namespace Fashion.Keras.Plotting.Architecture;

/// <summary>
/// Places the vertices of each rank so that arrows are straight: each as near as possible to its neighbours in the ranks before and
/// after, with room between them. One rank at a time this is a regression under an order, which has an exact solution.
/// </summary>
internal static class Positions
{
    private const int Sweeps = 12;

    public static void Assign(List<Vertex>[] ranks)
    {
        foreach (Vertex vertex in ranks.SelectMany(rank => rank))
            if (vertex.ContinuesChain) vertex.Room = Math.Max(vertex.Room, vertex.Up[0].Other.Room);
        foreach (Vertex vertex in ranks.Reverse().SelectMany(rank => rank))
            if (vertex.Down is [{ Other.ContinuesChain: true }]) vertex.Room = vertex.Down[0].Other.Room;
        foreach (List<Vertex> rank in ranks) Spread(rank);
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool both = sweep >= Sweeps / 2;
            Up(v => both ? v.Up.Concat(v.Down) : v.Down);
            Down(v => both ? v.Up.Concat(v.Down) : v.Up);
        }

        // At last each only by what comes before it: chains are straight.
        Down(v => v.Up);
        float edge = ranks.SelectMany(rank => rank).Select(v => v.Position - v.Across / 2).DefaultIfEmpty().Min();
        foreach (Vertex vertex in ranks.SelectMany(rank => rank)) vertex.Position -= edge;

        void Down(Func<Vertex, IEnumerable<Link>> neighbours)
        {
            for (int rank = 0; rank < ranks.Length; rank++) Fit(ranks[rank], neighbours);
        }

        void Up(Func<Vertex, IEnumerable<Link>> neighbours)
        {
            for (int rank = ranks.Length - 1; rank >= 0; rank--) Fit(ranks[rank], neighbours);
        }
    }

    private static void Spread(List<Vertex> rank)
    {
        for (int i = 1; i < rank.Count; i++) rank[i].Position = rank[i - 1].Position + rank[i - 1].Distance(rank[i]);
        float middle = rank.Count == 0 ? 0 : (rank[0].Position + rank[^1].Position) / 2;
        foreach (Vertex vertex in rank) vertex.Position -= middle;
    }

    private static void Fit(List<Vertex> rank, Func<Vertex, IEnumerable<Link>> neighbours)
    {
        var wishes = new double[rank.Count];
        var weights = new double[rank.Count];
        var starts = new double[rank.Count];
        for (int i = 0; i < rank.Count; i++)
        {
            if (i > 0) starts[i] = starts[i - 1] + rank[i - 1].Distance(rank[i]);
            double sum = 0, weight = 0;
            foreach (Link link in neighbours(rank[i]))
            {
                sum += link.Weight * (link.Other.Position + link.OtherOffset - link.Offset);
                weight += link.Weight;
            }
            (wishes[i], weights[i]) = weight > 0 ? (sum / weight - starts[i], weight) : (rank[i].Position - starts[i], 1e-3);
        }
        double[] fitted = Isotonic(wishes, weights);
        for (int i = 0; i < rank.Count; i++) rank[i].Position = (float)(fitted[i] + starts[i]);
    }

    // Pools neighbours that are in the wrong order into blocks at their mean.
    private static double[] Isotonic(double[] values, double[] weights)
    {
        var blocks = new Stack<(double Value, double Weight, int Count)>();
        for (int i = 0; i < values.Length; i++)
        {
            (double value, double weight, int count) = (values[i], weights[i], 1);
            while (blocks.TryPeek(out var before) && before.Value > value)
            {
                blocks.Pop();
                value = (before.Value * before.Weight + value * weight) / (before.Weight + weight);
                weight += before.Weight;
                count += before.Count;
            }
            blocks.Push((value, weight, count));
        }
        return [.. blocks.Reverse().SelectMany(block => Enumerable.Repeat(block.Value, block.Count))];
    }
}
