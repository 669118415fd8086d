namespace Fashion.Keras;

/// <summary>A model or weights file that cannot be read: which file, which entry, what was found, what is supported.</summary>
public class ModelFormatException : IOException
{
    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What was found, where, and what is supported.</param>
    public ModelFormatException(string message) : base(message) { }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">What was found, where, and what is supported.</param>
    /// <param name="innerException">The cause.</param>
    public ModelFormatException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Makes an exception without details.</summary>
    public ModelFormatException() { }

    /// <summary>The file, if known.</summary>
    public string? Path { get; init; }

    /// <summary>The place inside the file, if known.</summary>
    public string? Entry { get; init; }
}
