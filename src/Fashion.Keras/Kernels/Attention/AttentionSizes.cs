namespace Fashion.Keras.Kernels;

/// <summary>Sizes of attention of several heads: query (batch, Queries, Heads, Size), key and value (batch, Steps, Groups, ...).</summary>
/// <param name="Queries">Steps of the query.</param>
/// <param name="Steps">Steps of key and value, at least one.</param>
/// <param name="Heads">Heads of the query.</param>
/// <param name="Groups">Heads of key and value; they divide those of the query.</param>
/// <param name="Size">Length of a query and a key of one head.</param>
/// <param name="ValueSize">Length of a value of one head.</param>
/// <param name="Scale">Factor of the products.</param>
internal readonly record struct AttentionSizes(int Queries, int Steps, int Heads, int Groups, int Size, int ValueSize, float Scale)
{
    // Scores that stay in the nearest caches, and the fewest rows that products are quick with.
    private const int MostScores = 16 * 1024, FewestRows = 24;

    // The widest register.
    private const int Lanes = 16;

    /// <summary>Floats that a row of the added numbers, a head and a sample lie apart; 0 where all share them.</summary>
    public nint AddedRow { get; init; }

    public nint AddedHead { get; init; }

    public nint AddedSample { get; init; }

    /// <summary>1 where every step has a number of its own that is added, 0 where a row has one for all.</summary>
    public int AddedStep { get; init; }

    /// <summary>Floats of a sample's query, and of its gradient.</summary>
    public nint QueryCount => (nint)Queries * Heads * Size;

    /// <summary>Floats of a sample's key.</summary>
    public nint KeyCount => (nint)Steps * Groups * Size;

    /// <summary>Floats of a sample's value.</summary>
    public nint ValueCount => (nint)Steps * Groups * ValueSize;

    /// <summary>Floats of a sample's result.</summary>
    public nint ResultCount => (nint)Queries * Heads * ValueSize;

    /// <summary>Floats that are saved of a sample: maximum and reciprocal sum of every row.</summary>
    public nint SavedCount => (nint)Heads * Queries * 2;

    /// <summary>Rows of scores that are computed together. Depends on nothing but sizes: so do the numbers.</summary>
    public int RowsTogether => Math.Max(1, Math.Min(Queries, Math.Max(FewestRows, MostScores / Steps / FewestRows * FewestRows)));

    /// <summary>Floats of a row of scores: whole registers.</summary>
    public int Columns => ColumnsOf(Steps);

    /// <summary>The same, of a number of steps.</summary>
    public static int ColumnsOf(int steps) => (int)(((long)steps + Lanes - 1) / Lanes * Lanes);

    /// <summary>Floats of scratch of the way forward: keys transposed, and scores.</summary>
    public long ForwardScratch => (long)Columns * (Size + RowsTogether);

    /// <summary>Floats of scratch of the way back: keys and values transposed, weights, and their gradients.</summary>
    public long BackwardScratch => (long)Columns * (Size + ValueSize + 2L * RowsTogether);

    /// <summary>Multiplications and additions of one sample forward.</summary>
    public long Operations => 2L * Heads * Queries * Steps * (Size + ValueSize);
}
