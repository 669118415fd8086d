namespace Fashion.Keras.Hdf5;

/// <summary>
/// A file is no HDF5 file, is damaged, or uses a part of the format that is not supported. It is the only exception that the
/// contents of a file cause; errors of the disk come through as they are.
/// </summary>
public sealed class H5FormatException : Exception
{
    /// <summary>An exception without a message of its own.</summary>
    public H5FormatException() { }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What is wrong.</param>
    public H5FormatException(string message) : base(message) { }

    /// <summary>An exception with a cause.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public H5FormatException(string message, Exception? innerException) : base(message, innerException) { }

    /// <summary>Name of the file.</summary>
    public string File { get; init; } = "";

    /// <summary>Path of the group or dataset that was being read: <c>/</c> for the root.</summary>
    public string ObjectPath { get; init; } = "";

    /// <summary>The byte in the file where reading stopped.</summary>
    public long Offset { get; init; }

    /// <summary>What is wrong, without file, object and place.</summary>
    public string Problem { get; init; } = "";

    /// <summary>Whether the file may be sound, but uses a part of the format that is not supported.</summary>
    public bool IsUnsupported { get; init; }
}
