namespace Fashion.Keras.Experiments;

/// <summary>A run of a study failed. The inner exception says why; the runs that finished before are kept.</summary>
public sealed class StudyException : Exception
{
    /// <summary>Makes the exception.</summary>
    public StudyException() { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What failed.</param>
    public StudyException(string message) : base(message) { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="innerException">Why.</param>
    public StudyException(string message, Exception innerException) : base(message, innerException) { }
}
