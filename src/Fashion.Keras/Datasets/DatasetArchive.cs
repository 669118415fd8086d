namespace Fashion.Keras.Datasets;

/// <summary>A data set made of files that can be told apart from damaged ones.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Folder">Its folder below the Keras cache and below Debian's data sets.</param>
/// <param name="EnvironmentVariable">Variable that names a directory with the files.</param>
/// <param name="DebianPackage">Debian package that holds the files.</param>
/// <param name="Origins">Addresses below which the files can be downloaded, in the order in which they are tried.</param>
/// <param name="Files">The files.</param>
internal sealed record DatasetArchive(string Name, string Folder, string EnvironmentVariable, string DebianPackage, IReadOnlyList<Uri> Origins, IReadOnlyList<DatasetFile> Files);

/// <summary>One file: its name as distributed and the SHA-256 of its unpacked content (gzip wrappers differ between distributors).</summary>
/// <param name="Name">File name; the one without ".gz" is accepted too.</param>
/// <param name="Sha256">Checksum of the unpacked content in lower-case hexadecimal.</param>
/// <param name="Length">Bytes of the unpacked content; a file that holds more is another one, and is not read to its end.</param>
internal sealed record DatasetFile(string Name, string Sha256, int Length)
{
    /// <summary>Names under which the file may lie in a directory: as distributed, and unpacked.</summary>
    public IReadOnlyList<string> Names { get; } = [Name, Path.ChangeExtension(Name, null)];
}
