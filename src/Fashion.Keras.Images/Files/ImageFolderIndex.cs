using Fashion.Keras.Internal;

namespace Fashion.Keras.Images;

/// <summary>The image files of a folder.</summary>
/// <param name="ClassNames">Names of the classes; empty where there are none.</param>
/// <param name="Files">Full paths.</param>
/// <param name="Labels">Class of each file: its position in the names; empty where there are none.</param>
internal sealed record ImageFolderIndex(string[] ClassNames, string[] Files, int[] Labels)
{
    /// <summary>Files of all sub-folders, without classes.</summary>
    public static ImageFolderIndex Unlabelled(string directory, bool followLinks)
    {
        directory = Existing(directory);
        string[] files = ImageWalk.Files(directory, followLinks);
        return files.Length > 0 ? new([], files, []) : throw NoImages(directory);
    }

    /// <summary>Files whose class is the folder that they lie in, or below.</summary>
    /// <param name="directory">Parent of the class folders.</param>
    /// <param name="classNames">Which folders, in the order of their labels; null for all, sorted.</param>
    /// <param name="followLinks">Whether folders that are links are entered below the class folders.</param>
    public static ImageFolderIndex ByClass(string directory, IReadOnlyList<string>? classNames, bool followLinks)
    {
        directory = Existing(directory);
        string[] there =
            [.. new DirectoryInfo(directory).EnumerateDirectories().Select(d => d.Name).Where(name => name[0] != '.')
                .Order(CodePointOrder.Instance)];
        string[] names = classNames is null ? there : Checked([.. classNames], there, directory);
        if (names.Length == 0) throw new InvalidDataException($"{directory} has no folder in it; every class needs one of its own with " +
            "its images. For images without classes there is Dataset.FromImageFiles.");
        var files = new List<string>();
        var labels = new List<int>();
        var empty = new List<string>();
        for (int label = 0; label < names.Length; label++)
        {
            string[] own = ImageWalk.Files(Path.Combine(directory, names[label]), followLinks);
            if (own.Length == 0) empty.Add(names[label]);
            files.AddRange(own);
            labels.AddRange(Enumerable.Repeat(label, own.Length));
        }
        if (files.Count == 0) throw NoImages(directory);
        // A forgotten folder would be a class of its own that shifts the labels of those after it.
        if (empty.Count > 0 && classNames is null)
            throw new InvalidDataException($"{directory}: the class folder {Quoted(empty)} has no images. Remove it, or name the classes " +
                "with classNames, which may have none.");
        return new(names, [.. files], [.. labels]);
    }

    private static string Existing(string directory)
    {
        string full = Path.GetFullPath(directory);
        return Directory.Exists(full) ? full : throw new DirectoryNotFoundException($"There is no folder {full}.");
    }

    private static string[] Checked(string[] names, string[] there, string directory)
    {
        string[] absent = [.. names.Except(there)];
        if (absent.Length > 0)
            throw new ArgumentException($"classNames: {directory} has no folder {Quoted(absent)}; it has {Quoted(there)}.", nameof(names));
        return names.Distinct().Count() == names.Length
            ? names
            : throw new ArgumentException(
                $"classNames: {Quoted(names.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key))} is named twice.", nameof(names));
    }

    private static InvalidDataException NoImages(string directory) =>
        new($"{directory} has no images: no file below it ends in {string.Join(", ", ImageWalk.Extensions)}.");

    private static string Quoted(IEnumerable<string> names) => ShortText.Of(string.Join(", ", names.Select(n => $"'{n}'")));
}
