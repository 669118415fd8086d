namespace Fashion.Keras.Images;

/// <summary>The order in which a pass reads files.</summary>
internal static class FileOrder
{
    /// <summary>The files in their order, or in a new one in each pass.</summary>
    /// <param name="files">Numbers of the files.</param>
    /// <param name="shuffleSeed">Seed of the orders; null to keep the one there is.</param>
    public static Dataset<int> Of(int[] files, int? shuffleSeed)
    {
        Dataset<int> order = Dataset.From(files);
        return shuffleSeed is { } seed ? order.Shuffle(int.MaxValue, seed) : order;
    }
}
