namespace Fashion.Keras.Training;

/// <summary>
/// Marks exceptions that are thrown on all ranks at the same place, so that none of them has to end the job for the others.
/// </summary>
internal static class RankFailures
{
    private const string Key = "all ranks know";

    /// <summary>Marks an exception.</summary>
    public static T Known<T>(T exception) where T : Exception
    {
        exception.Data[Key] = true;
        return exception;
    }

    /// <summary>Whether all ranks know of it.</summary>
    public static bool IsKnown(Exception exception) => exception.Data.Contains(Key);
}
