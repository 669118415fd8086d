namespace Fashion.Keras.Distributed;

/// <summary>MPI was not found, or one of its functions reported an error.</summary>
public sealed class MpiException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What went wrong.</param>
    public MpiException(string message) : base(message) { }

    internal MpiException(string message, int code) : base(message) => Code = code;

    /// <summary>Whether another rank has left, whose own failure says more.</summary>
    internal bool RankLeft { get; init; }

    /// <summary>MPI's error code; 0 where MPI reported none.</summary>
    public int Code { get; }
}
