namespace Fashion.Keras.Pipelines;

/// <summary>Tells an exception which element it is about.</summary>
internal static class SampleError
{
    /// <summary>Key in <see cref="Exception.Data"/>.</summary>
    public const string Key = "sample";

    /// <summary>Notes a number, unless a step further ahead has noted one.</summary>
    public static void Name(Exception exception, long sample)
    {
        if (!exception.Data.Contains(Key)) exception.Data[Key] = sample;
    }
}
