namespace Fashion.Keras.Experiments;

/// <summary>Names that files can have.</summary>
internal static class FileNames
{
    private static readonly char[] Invalid = Path.GetInvalidFileNameChars();

    /// <summary>A name after which a file is called.</summary>
    /// <exception cref="ArgumentException">None, or one that no file can have.</exception>
    public static string Required(string name, string owner)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return name.AsSpan().IndexOfAny(Invalid) < 0
            ? name
            : throw new ArgumentException($"{owner} '{name}': a file is named after it, so the name must have no '/' or other characters " +
                "that file names cannot have.", nameof(name));
    }

    /// <summary>A name with other characters in place of those that files cannot have.</summary>
    public static string Of(string name) => string.Concat(name.Select(c => Invalid.Contains(c) ? '_' : c));
}
