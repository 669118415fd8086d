namespace Fashion.Keras.Training;

/// <summary>Which rows of a batch belong to a rank: neighbours, in the order of the ranks, as many for each as can be.</summary>
/// <param name="Rank">Number of the rank.</param>
/// <param name="Size">Number of ranks.</param>
internal readonly record struct RankShare(int Rank, int Size)
{
    /// <summary>Everything.</summary>
    public static RankShare All => new(0, 1);

    /// <summary>The share of one of several ranks; everything without any.</summary>
    public static RankShare Of(ICollective? ranks) => ranks is null ? All : new RankShare(ranks.Rank, ranks.Size);

    /// <summary>The rows of a batch of this many. Where there are none, one that stands in for them.</summary>
    public RankRows Rows(int all)
    {
        int each = all / Size, more = all % Size, count = each + (Rank < more ? 1 : 0);
        return new RankRows(count == 0 ? 0 : Rank * each + Math.Min(Rank, more), Math.Max(1, count), count, all);
    }

    /// <summary>
    /// How much the rows of this rank count in the mean over the ranks: the share in all rows, times the number of ranks.
    /// </summary>
    public double Weight(int own, long all) => (long)own * Size == all ? 1 : (double)own * Size / all;

    /// <summary>Samples on all ranks for each one here; 1 where there is none.</summary>
    public double AllPerOwn(int own, long all) => Size == 1 || own == 0 ? 1 : (double)all / own;
}

/// <summary>The part of a batch that a rank computes.</summary>
/// <param name="First">First row.</param>
/// <param name="Fed">Rows that are fed: at least one.</param>
/// <param name="Count">Rows that count.</param>
/// <param name="All">Rows of the batch on all ranks.</param>
internal readonly record struct RankRows(int First, int Fed, int Count, long All);
