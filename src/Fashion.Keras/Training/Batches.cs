namespace Fashion.Keras.Training;

/// <summary>How samples fall into batches.</summary>
internal static class Batches
{
    /// <summary>Number of batches, a smaller last one included.</summary>
    public static int Count(int rows, int batchSize) => (int)(((long)rows + batchSize - 1) / batchSize);
}
