namespace Fashion.Keras;

/// <summary>A file cannot be read as an image: it is cut off, damaged, of another kind, or larger than allowed.</summary>
public sealed class ImageFileException : IOException
{
    /// <summary>About one file.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="reason">Why, as a clause: "it is cut off".</param>
    /// <param name="innerException">What it is caused by; null for nothing.</param>
    public ImageFileException(string path, string reason, Exception? innerException = null)
        : base($"{path} cannot be read as an image: {reason}.", innerException) => (Path, Reason) = (path, reason);

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>Why, as a clause.</summary>
    public string Reason { get; }
}
