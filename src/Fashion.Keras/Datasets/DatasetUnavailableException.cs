namespace Fashion.Keras.Datasets;

/// <summary>A data set was found nowhere: the message lists each place with its reason and the command that would help.</summary>
public class DatasetUnavailableException : IOException
{
    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">Each place tried, with its reason.</param>
    public DatasetUnavailableException(string message) : base(message) { }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">Each place tried, with its reason.</param>
    /// <param name="innerException">The cause.</param>
    public DatasetUnavailableException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Makes an exception without details.</summary>
    public DatasetUnavailableException() { }
}
