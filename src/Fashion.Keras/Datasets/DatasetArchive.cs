using System.Security.Cryptography;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Datasets;

/// <summary>A data set made of files that can be told apart from damaged ones.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Folder">Its folder below the Keras cache and below Debian's data sets; empty for the cache itself.</param>
/// <param name="EnvironmentVariable">Variable that names a directory with the files; null for none.</param>
/// <param name="DebianPackage">Debian package that holds the files; null for none.</param>
/// <param name="Origins">Addresses below which the files can be downloaded, in the order in which they are tried.</param>
/// <param name="Files">The files.</param>
internal sealed record DatasetArchive(string Name, string Folder, string? EnvironmentVariable, string? DebianPackage,
    IReadOnlyList<Uri> Origins, IReadOnlyList<DatasetFile> Files);

/// <summary>One file: its name in the cache and the checksum of its content.</summary>
/// <param name="Name">File name in the Keras cache.</param>
/// <param name="Checksum">SHA-256 in lower-case hexadecimal, or MD5 (32 digits) where Keras knows no other.</param>
/// <param name="Length">Most bytes of the content; a file that holds more is another one, and is not read to its end.</param>
internal sealed record DatasetFile(string Name, string Checksum, int Length)
{
    /// <summary>
    /// Whether the content is what a gzip file unpacks to (gzip wrappers differ between distributors), and not the file as it is.
    /// </summary>
    public bool Unpacked { get; init; } = true;

    /// <summary>What servers call it; null for its name.</summary>
    public string? RemoteName { get; init; }

    /// <summary>Names under which the file may lie in a directory: as in the cache, unpacked, as on the server.</summary>
    public IEnumerable<string> Names =>
        Unpacked ? [Name, Path.ChangeExtension(Name, null)] : RemoteName is null ? [Name] : [Name, RemoteName];

    /// <summary>The content.</summary>
    /// <exception cref="InvalidDataException">More than <see cref="Length"/>, damaged, or no file with contents.</exception>
    public byte[] Read(string path, string? name = null)
    {
        if (Unpacked) return IdxFile.Unpack(path, name, Length);
        return RegularFile.Read(path, Length);
    }

    public bool IsWhole(byte[] content) => ChecksumOf(content) == Checksum;

    /// <summary>The checksum of a content, of the kind that is known of this file.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351",
        Justification = "Tells damaged files; nothing that is read is trusted because of it.")]
    public string ChecksumOf(byte[] content) =>
        Convert.ToHexStringLower(Checksum.Length == 32 ? MD5.HashData(content) : SHA256.HashData(content));

    /// <summary>What kind of checksum is known.</summary>
    public string ChecksumKind => Checksum.Length == 32 ? "MD5" : "SHA-256";
}
