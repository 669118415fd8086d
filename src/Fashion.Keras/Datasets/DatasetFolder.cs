namespace Fashion.Keras.Datasets;

/// <summary>Reads and verifies the files of a data set in one directory.</summary>
internal static class DatasetFolder
{
    /// <summary>The unpacked, verified files; or null and the reason.</summary>
    public static byte[][]? Read(DatasetArchive archive, string directory, out string reason)
    {
        if (!Directory.Exists(directory))
        {
            reason = "no such directory";
            return null;
        }
        var files = new byte[archive.Files.Count][];
        for (int i = 0; i < files.Length; i++)
        {
            if (FindFile(archive.Files[i], directory, out reason) is not { } content) return null;
            files[i] = content;
        }
        reason = "";
        return files;
    }

    /// <summary>One unpacked, verified file of a directory; or null and the reason.</summary>
    public static byte[]? FindFile(DatasetFile file, string directory, out string reason)
    {
        if (file.Names.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists) is { } path)
            return ReadFile(file, path, out reason);
        reason = $"{file.Name} is missing";
        return null;
    }

    /// <summary>One unpacked, verified file; or null and the reason.</summary>
    public static byte[]? ReadFile(DatasetFile file, string path, out string reason)
    {
        try
        {
            byte[] content = file.Read(path);
            reason = file.IsWhole(content)
                ? ""
                : $"{path} is damaged: its content has the {file.ChecksumKind} {file.ChecksumOf(content)}, not {file.Checksum}";
            return reason.Length == 0 ? content : null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            reason = $"{path} cannot be read: {e.Message}";
            return null;
        }
    }
}
