using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Saving;

/// <summary>
/// The ZIP around a <c>.keras</c> file: three members, written without compression in Keras's order. Reading takes the
/// members by name into memory, but for weights that are not compressed: they are read where they lie. Nothing is ever extracted.
/// </summary>
internal static class KerasArchive
{
    public const string Metadata = "metadata.json", Config = "config.json", Weights = "model.weights.h5", Assets = "assets/",
        Vocabulary = "vocabulary.txt";

    /// <summary>The Keras version whose format is written.</summary>
    public const string KerasVersion = "3.16.0";

    // Zip bombs: a member may be larger than this only if it is not packed more densely than 1:100.
    private const long UnsuspiciousJson = 1L << 20, UnsuspiciousWeights = 64L << 20, DensestPacking = 100;

    /// <summary>The first bytes of every ZIP file that has members.</summary>
    public static ReadOnlySpan<byte> Signature => "PK\u0003\u0004"u8;

    /// <summary>Whether a stream begins as an archive.</summary>
    public static bool Is(Stream data)
    {
        Span<byte> start = stackalloc byte[Signature.Length];
        return start[..StreamBytes.Start(data, start)].SequenceEqual(Signature);
    }

    /// <summary>Writes an archive.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="config">The text of config.json.</param>
    /// <param name="weights">Writes model.weights.h5.</param>
    /// <param name="assets">Files below <see cref="Assets"/>, by their path there.</param>
    /// <param name="version">The version of Keras that metadata.json names.</param>
    public static void Write(Stream destination, byte[] config, Action<Stream> weights, IReadOnlyDictionary<string, byte[]>? assets = null,
        string version = KerasVersion)
    {
        var metadata = new JsonObject
        {
            ["keras_version"] = version,
            ["date_saved"] = TimeProvider.System.GetLocalNow().ToString("yyyy-MM-dd@HH:mm:ss", CultureInfo.InvariantCulture),
        };
        using var zip = new ZipArchive(destination, ZipArchiveMode.Create, leaveOpen: true);
        Add(zip, Metadata, Json.Bytes(metadata));
        Add(zip, Config, config);
        Add(zip, Weights, weights);
        foreach ((string path, byte[] data) in assets ?? new Dictionary<string, byte[]>()) Add(zip, Assets + path, data);
    }

    /// <summary>
    /// Reads the configuration, the weights, the vocabularies by their path below <see cref="Assets"/>, and which version of Keras wrote
    /// them.
    /// </summary>
    /// <param name="data">The archive; it can seek, and the weights are read from it as long as they are used.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="ModelFormatException">Damaged, incomplete, or a member that unpacks to more than it should.</exception>
    public static (JsonObject Config, Stream Weights, IReadOnlyDictionary<string, byte[]> Assets, FileVersion Version) Read(Stream data,
        string file)
    {
        try
        {
            using var zip = new ZipArchive(data, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.GetEntry(Weights) is null && zip.Entries.Any(e => e.FullName == "model.weights.npz"))
                throw new ModelFormatException($"{file}: the weights are in NumPy's format (model.weights.npz), which only early " +
                    "previews of Keras 3 wrote; save the model again with Keras 3.")
                { Path = file, Entry = "model.weights.npz" };
            return (Json.Parse(Member(zip, Config, data.Length, file), file, Config), WeightsMember(zip, data, file),
                Vocabularies(zip, data.Length, file), Version(zip, data.Length, file));
        }
        // Truncated and mutated archives come out of ZipArchive and the inflater in many shapes.
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException or OverflowException
            or NotSupportedException or IndexOutOfRangeException or (IOException and not ModelFormatException))
        {
            throw new ModelFormatException($"{file}: the ZIP archive is damaged: {e.Message}", e) { Path = file };
        }
    }

    private static Dictionary<string, byte[]> Vocabularies(ZipArchive zip, long archiveLength, string file)
    {
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string name in zip.Entries.Select(e => e.FullName)
            .Where(n => n.StartsWith(Assets, StringComparison.Ordinal) && n.EndsWith("/" + Vocabulary, StringComparison.Ordinal)))
            found[name[Assets.Length..]] = Member(zip, name, archiveLength, file);
        return found;
    }

    private static FileVersion Version(ZipArchive zip, long archiveLength, string file) =>
        zip.GetEntry(Metadata) is not null
            && Json.Parse(Member(zip, Metadata, archiveLength, file), file, Metadata)["keras_version"] is JsonValue version
            && version.TryGetValue(out string? text)
            ? FileVersion.Parse(text) : FileVersion.Parse(KerasVersion);

    private static void Add(ZipArchive zip, string name, byte[] data) => Add(zip, name, stream => stream.Write(data));

    private static void Add(ZipArchive zip, string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        using Stream stream = entry.Open();
        write(stream);
    }

    private static Stream WeightsMember(ZipArchive zip, Stream data, string file)
    {
        ZipArchiveEntry entry = Entry(zip, Weights, data.Length, file);
        return (Stream?)InPlace(entry, data) ?? new MemoryStream(Content(entry, file), writable: false);
    }

    // A member without compression as a piece of the archive. Where it lies shows when it is read; that it lies there, the checksum shows.
    private static StreamRange? InPlace(ZipArchiveEntry entry, Stream data)
    {
        if (entry.CompressedLength != entry.Length || entry.Length == 0) return null;
        using Stream stream = entry.Open();
        stream.ReadByte();
        var range = new StreamRange(data, data.Position - 1, Math.Min(entry.Length, data.Length - data.Position + 1));
        if (range.Length != entry.Length || Crc32.Of(range) != entry.Crc32) return null;
        range.Position = 0;
        return range;
    }

    private static byte[] Member(ZipArchive zip, string name, long archiveLength, string file) =>
        Content(Entry(zip, name, archiveLength, file), file);

    private static ZipArchiveEntry Entry(ZipArchive zip, string name, long archiveLength, string file)
    {
        ZipArchiveEntry[] entries = [.. zip.Entries.Where(e => e.FullName == name)];
        if (entries is not [var entry])
            throw new ModelFormatException($"{file}: a .keras file has one member '{name}', but this archive has {entries.Length}.")
            { Path = file, Entry = name };
        (long limit, long unsuspicious) = name == Weights ? (long.MaxValue, UnsuspiciousWeights) : (JsonLimits.MostBytes, UnsuspiciousJson);
        if (entry.CompressedLength > archiveLength || entry.Length > limit
            || entry.Length > Math.Max(unsuspicious, DensestPacking * entry.CompressedLength))
            throw Refused(entry, file);
        return entry;
    }

    private static byte[] Content(ZipArchiveEntry entry, string file)
    {
        string name = entry.FullName;
        if (entry.Length > Array.MaxLength) throw Refused(entry, file);
        using Stream stream = entry.Open();
        // Memory follows what is really there: the length is a claim.
        byte[]? data = StreamBytes.ReadToEnd(stream, Math.Max(1 << 16, 4 * entry.CompressedLength), (int)entry.Length);
        if (data is null || data.Length < entry.Length)
            throw new InvalidDataException($"member '{name}' is {(data is null ? "longer" : "shorter")} than it claims");
        return Crc32.Of(data) == entry.Crc32
            ? data
            : throw new ModelFormatException($"{file}: member '{name}' is damaged, its checksum is wrong.") { Path = file, Entry = name };
    }

    private static ModelFormatException Refused(ZipArchiveEntry entry, string file) =>
        new($"{file}: member '{entry.FullName}' claims to unpack from {entry.CompressedLength} to {entry.Length} bytes; that is refused.")
        { Path = file, Entry = entry.FullName };
}
