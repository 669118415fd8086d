using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Saving;

/// <summary>
/// Files of the safetensors format: eight bytes with the length of a header of JSON, the header, which says for each name the element type,
/// the
/// shape and the place of the bytes, and the bytes. Source: https://github.com/huggingface/safetensors.
/// </summary>
internal sealed class SafetensorsFile
{
    private const string Metadata = "__metadata__";
    private const int LengthBytes = 8, Alignment = 8, PieceNumbers = 1 << 24;

    private readonly Stream _stream;
    private readonly Dictionary<string, SafetensorsArray> _arrays = new(StringComparer.Ordinal);

    private SafetensorsFile(Stream stream) => _stream = stream;

    /// <summary>The names, in the order of the header.</summary>
    public IReadOnlyCollection<string> Names => _arrays.Keys;

    /// <summary>Checks the header of a file against its length: every byte after the header belongs to one tensor.</summary>
    /// <param name="stream">The file; it can seek, and the tensors are read from it as long as they are used.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="ModelFormatException">The file is no safetensors file, or damaged.</exception>
    public static SafetensorsFile Open(Stream stream, string path)
    {
        var file = new SafetensorsFile(stream);
        file.ReadHeader(path);
        return file;
    }

    /// <summary>The tensor of a name; null when there is none.</summary>
    public SafetensorsArray? Find(string name) => _arrays.GetValueOrDefault(name);

    /// <summary>Writes tensors of float32.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensors">Names, shapes and what gives the numbers, one after the other.</param>
    public static void Write(Stream stream, IReadOnlyList<(string Name, Shape Shape, Func<float[]> Values)> tensors)
    {
        var header = new JsonObject { [Metadata] = new JsonObject { ["format"] = "keras" } };
        long place = 0;
        foreach ((string name, Shape shape, _) in tensors)
        {
            long end = place + (long)shape.ElementCount * sizeof(float);
            header[name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]),
                ["data_offsets"] = new JsonArray(JsonValue.Create(place), JsonValue.Create(end)),
            };
            place = end;
        }
        byte[] text = Json.Bytes(header);
        // Spaces after the header, so that the numbers begin at a multiple of their size.
        int padding = (Alignment - text.Length % Alignment) % Alignment;
        var length = new byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length + padding);
        stream.Write(length);
        stream.Write(text);
        for (int i = 0; i < padding; i++) stream.WriteByte((byte)' ');
        foreach ((_, _, Func<float[]> values) in tensors) WriteNumbers(stream, values());
    }

    /// <summary>Writes numbers in pieces: all of them may have more bytes than a span.</summary>
    internal static void WriteNumbers(Stream stream, ReadOnlySpan<float> numbers)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("safetensors files are written on little-endian machines.");
        for (; numbers.Length > 0; numbers = numbers[Math.Min(numbers.Length, PieceNumbers)..])
            stream.Write(MemoryMarshal.AsBytes(numbers[..Math.Min(numbers.Length, PieceNumbers)]));
    }

    private void ReadHeader(string path)
    {
        _stream.Position = 0;
        long bytes = _stream.Length;
        var length = new byte[LengthBytes];
        if (bytes < LengthBytes) throw Damaged(path, $"it has {bytes} bytes, fewer than the {LengthBytes} of a header's length");
        _stream.ReadExactly(length);
        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (header > JsonLimits.MostBytes) throw Damaged(path,
            $"its header would have {header} bytes; {JsonLimits.MostBytes} are read at most");
        if (header > (ulong)(bytes - LengthBytes)) throw Damaged(path, $"its header of {header} bytes goes beyond the end of the file");
        var text = new byte[header];
        _stream.ReadExactly(text);
        if (header == 0 || text[0] != '{') throw Damaged(path, "its header does not begin with '{'");
        long start = LengthBytes + (long)header, end = 0;
        var places = new List<(long Start, long End, string Name)>();
        foreach ((string name, JsonNode? entry) in Json.Parse(text, path, "header"))
        {
            if (name == Metadata) CheckMetadata(path, entry);
            else places.Add(Add(path, name, entry, start, bytes - start));
        }
        foreach ((long first, long last, string name) in places.OrderBy(p => p.Start).ThenBy(p => p.End))
        {
            if (first != end)
                throw Damaged(path, $"'{ShortText.Of(name)}' begins at {first}, where {end} is expected: tensors overlap or leave a gap",
                    name);
            end = last;
        }
        if (end != bytes - start) throw Damaged(path, $"its tensors end at {end}, but {bytes - start} bytes follow the header");
    }

    private (long, long, string) Add(string path, string name, JsonNode? entry, long start, long room)
    {
        if (entry is not JsonObject tensor || Text(tensor["dtype"]) is not { } type || Numbers(tensor["shape"]) is not { } shape
            || Numbers(tensor["data_offsets"]) is not [var first, var last])
            throw Damaged("the header's entry of", "needs dtype (a text), shape (sizes of 0 or more) and data_offsets (two of 0 or more)");
        if (SafetensorsArray.SizeOf(type) is not { } size)
            throw Damaged("", $"has the element type {ShortText.Of(type)}; {string.Join(", ", SafetensorsArray.Types)} are read");
        if (first > last || last > room)
            throw Damaged("", $"lies at {first} to {last}, outside of the {room} bytes after the header");
        if (Count(shape) is not { } count)
            throw Damaged("", $"has the shape {Sizes(shape)}; tensors of up to {int.MaxValue} elements are read");
        if (count * size != last - first)
            throw Damaged("", $"has {last - first} bytes, but its shape {Sizes(shape)} of {type} needs {count * size}");
        _arrays[name] = new SafetensorsArray(_stream, path, name, type, new Shape([.. shape.Select(s => (int)s)]), start + first);
        return (first, last, name);

        ModelFormatException Damaged(string before, string what) =>
            SafetensorsFile.Damaged(path, $"{before} '{ShortText.Of(name)}' {what}".TrimStart(), name);
    }

    private static string Sizes(long[] shape) => $"[{string.Join(", ", shape.Take(8))}{(shape.Length > 8 ? ", ..." : "")}]";

    // Number of elements; null where it, or a size, is more than a tensor can have. A tensor without elements may have large sizes.
    private static long? Count(long[] shape)
    {
        long count = 1;
        foreach (long size in shape)
        {
            if (size > int.MaxValue || (count != 0 && size > int.MaxValue / count)) return null;
            count *= size;
        }
        return count;
    }

    private static void CheckMetadata(string path, JsonNode? entry)
    {
        if (entry is not JsonObject texts || texts.Any(t => Text(t.Value) is null)) throw Damaged(path,
            $"its {Metadata} must be an object whose values are texts");
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String
        ? value.GetValue<string>() : null;

    // Whole numbers of 0 or more; null for anything else.
    private static long[]? Numbers(JsonNode? node)
    {
        if (node is not JsonArray array) return null;
        var numbers = new long[array.Count];
        for (int i = 0; i < numbers.Length; i++)
            if (array[i] is not JsonValue value || value.GetValueKind() != JsonValueKind.Number || !value.TryGetValue(out numbers[i])
                || numbers[i] < 0) return null;
        return numbers;
    }

    private static ModelFormatException Damaged(string path, string what, string? name = null) =>
        new($"{path} is no safetensors file that can be read: {what}.") { Path = path, Entry = name };
}
