namespace Fashion.Keras.Images;

/// <summary>Finds image files below a folder.</summary>
internal static class ImageWalk
{
    /// <summary>Ends of the names of image files, in any case.</summary>
    public static readonly string[] Extensions = [".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp"];

    /// <summary>The files, sorted by their folder and then by their name.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="followLinks">Whether folders that are links are entered. Links to files count always.</param>
    /// <returns>Paths that begin with the folder's.</returns>
    /// <exception cref="IOException">A link leads back to a folder that it lies in.</exception>
    public static string[] Files(string directory, bool followLinks)
    {
        var found = new List<(string Folder, string Name)>();
        Walk(directory, "", [], followLinks, found);
        return [.. found.OrderBy(f => f.Folder, CodePointOrder.Instance).ThenBy(f => f.Name, CodePointOrder.Instance)
            .Select(f => Path.Combine(directory, f.Folder, f.Name))];
    }

    private static void Walk(string physical, string folder, HashSet<string> above, bool followLinks, List<(string, string)> found)
    {
        if (!above.Add(physical)) throw new IOException($"{physical}: a link below it leads back to it, so the images below have no end.");
        foreach (FileSystemInfo entry in new DirectoryInfo(physical).EnumerateFileSystemInfos())
        {
            if (!entry.Attributes.HasFlag(FileAttributes.Directory))
            {
                if (Array.Exists(Extensions, e => entry.Name.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
                    found.Add((folder, entry.Name));
                continue;
            }
            bool isLink = entry.LinkTarget is not null;
            if (isLink && !followLinks) continue;
            string target = isLink ? entry.ResolveLinkTarget(returnFinalTarget: true)!.FullName : entry.FullName;
            Walk(target, folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}", above, followLinks, found);
        }
        above.Remove(physical);
    }
}
