namespace Fashion.Keras;

/// <summary>What happens to files that cannot be read as images: cut off, damaged, of another kind, or too large.</summary>
public enum UnreadableImages
{
    /// <summary>An <see cref="ImageFileException"/> names the file.</summary>
    Refuse,

    /// <summary>They are left out together with their labels, and listed in <c>SkippedFiles</c>.</summary>
    Skip,
}
