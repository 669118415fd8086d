namespace Fashion.Keras.Hosting;

/// <summary>So many requests wait for a model that a further one was refused; a service answers 503 or 429.</summary>
public sealed class ModelQueueFullException : InvalidOperationException
{
    /// <summary>Without a message of its own.</summary>
    public ModelQueueFullException() : base("Too many requests wait for the model.") { }

    /// <summary>With a message.</summary>
    /// <param name="message">What happened.</param>
    public ModelQueueFullException(string message) : base(message) { }

    /// <summary>With a message and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public ModelQueueFullException(string message, Exception innerException) : base(message, innerException) { }
}
