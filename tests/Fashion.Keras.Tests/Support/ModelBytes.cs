using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Tests.Support;

/// <summary>Model files with another configuration than they were written with; checksums and sizes are right again afterwards.</summary>
internal static class ModelBytes
{
    /// <summary>The texts of JSON in a file: of an archive, or of an HDF5 file's attributes.</summary>
    public static IReadOnlyList<string> Texts(byte[] file)
    {
        if (file.AsSpan().StartsWith(KerasArchive.Signature)) return [Json.Text(Members(file).Config)];
        return [.. Places(file).Select(place => Encoding.UTF8.GetString(file.AsSpan(place.At, place.Length)))];
    }

    /// <summary>Configuration and weights of an archive.</summary>
    public static (JsonObject Config, byte[] Weights) Members(byte[] archive)
    {
        (JsonObject config, Stream weights, _, _) = KerasArchive.Read(new MemoryStream(archive), "");
        using var copy = new MemoryStream();
        weights.CopyTo(copy);
        return (config, copy.ToArray());
    }

    /// <summary>The file with another text in place of one; null where that is too long for an HDF5 file.</summary>
    public static byte[]? With(byte[] file, int index, string text) => With(file, index, Encoding.UTF8.GetBytes(text));

    public static byte[]? With(byte[] file, int index, byte[] text)
    {
        if (file.AsSpan().StartsWith(KerasArchive.Signature))
        {
            using var stream = new MemoryStream();
            KerasArchive.Write(stream, text, s => s.Write(Members(file).Weights));
            return stream.ToArray();
        }
        (int at, int length) = Places(file)[index];
        if (text.Length > length) return null;
        byte[] changed = [.. file];
        changed.AsSpan(at, length).Fill((byte)' ');
        text.CopyTo(changed, at);
        return changed;
    }

    /// <summary>Rewrites the configuration of a file on disk.</summary>
    public static void EditConfig(string path, Action<JsonObject> edit)
    {
        byte[] file = File.ReadAllBytes(path);
        var config = (JsonObject)JsonNode.Parse(Texts(file)[0])!;
        edit(config);
        File.WriteAllBytes(path, With(file, 0, Json.Bytes(config)) ?? throw new InvalidOperationException("The text became longer."));
    }

    // Texts of attributes lie in one piece; braces tell where one ends.
    private static List<(int At, int Length)> Places(byte[] file)
    {
        var places = new List<(int, int)>();
        for (int at = 0; at < file.Length; at++)
        {
            if (file[at] != '{' || file[at + 1] != '"') continue;
            int depth = 0, end = at;
            bool quoted = false;
            do
            {
                byte c = file[end++];
                if (c == '"' && file[end - 2] != '\\') quoted = !quoted;
                else if (!quoted) depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            }
            while (depth > 0 && end < file.Length);
            // Two bytes of a weight may look like the beginning of a text.
            if (depth > 0 || !IsJson(file.AsSpan(at, end - at))) continue;
            places.Add((at, end - at));
            at = end - 1;
        }
        return places;
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
