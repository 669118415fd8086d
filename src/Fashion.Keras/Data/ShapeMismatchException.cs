namespace Fashion.Keras;

/// <summary>Shapes that do not fit together: of layers being joined, of data against a model, of operands.</summary>
public class ShapeMismatchException : ArgumentException
{
    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What was given, where, and what would be right.</param>
    public ShapeMismatchException(string message) : base(message) { }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">What was given, where, and what would be right.</param>
    /// <param name="innerException">The cause.</param>
    public ShapeMismatchException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Makes an exception without details.</summary>
    public ShapeMismatchException() { }

    /// <summary>The layer in which it happened, if any.</summary>
    public string? LayerName { get; init; }

    /// <summary>The shape that was given, if there is one to name.</summary>
    public Shape? Received { get; init; }
}
