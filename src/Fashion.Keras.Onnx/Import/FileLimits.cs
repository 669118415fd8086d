namespace Fashion.Keras.Onnx.Import;

/// <summary>
/// What a file may consist of. An empty message takes two bytes of a file and a hundred of memory, so everything is counted in the bytes
/// before any
/// message is made.
/// </summary>
internal static class FileLimits
{
    /// <summary>Most fields of messages that are read.</summary>
    public const int MostFields = 4_000_000;

    /// <summary>Deepest nesting of messages.</summary>
    public const int Deepest = 48;

    private enum Message { Model, Graph, Node, Attribute, Tensor, Value, Type, TensorType, Shape, Plain }

    /// <summary>Reads through a file.</summary>
    /// <exception cref="ModelFormatException">It goes beyond a limit, or is no file of protocol buffers.</exception>
    public static void Check(ReadOnlySpan<byte> file)
    {
        int fields = 0;
        Count(file, Message.Model, 0, ref fields);
    }

    private static void Count(ReadOnlySpan<byte> bytes, Message message, int depth, ref int fields)
    {
        if (depth > Deepest) throw ImportErrors.Damaged($"its messages are nested more than {Deepest} deep");
        while (bytes.Length > 0)
        {
            if (++fields > MostFields) throw ImportErrors.Damaged($"it has more than {MostFields} fields");
            ulong key = Number(ref bytes);
            switch (key & 7)
            {
                case 0: Number(ref bytes); break;
                case 1: Skip(ref bytes, 8); break;
                case 5: Skip(ref bytes, 4); break;
                case 2:
                    ReadOnlySpan<byte> content = Skip(ref bytes, Number(ref bytes));
                    if (Inner(message, key >> 3) is { } inner) Count(content, inner, depth + 1, ref fields);
                    break;
                default: throw ImportErrors.Damaged("it is no ONNX file: a field is of no known kind");
            }
        }
    }

    // What a field of a message is, where it is a message; by the numbers of onnx.proto.
    private static Message? Inner(Message message, ulong field) => (message, field) switch
    {
        (Message.Model, 7) => Message.Graph,
        (Message.Model, 8 or 14 or 25) => Message.Plain,
        (Message.Graph, 1) => Message.Node,
        (Message.Graph, 5) => Message.Tensor,
        (Message.Graph, 11 or 12 or 13) => Message.Value,
        (Message.Graph, 15) => Message.Plain,
        (Message.Node, 5) => Message.Attribute,
        (Message.Attribute, 5) => Message.Tensor,
        (Message.Attribute, 6) => Message.Graph,
        (Message.Tensor, 13) => Message.Plain,
        (Message.Value, 2) => Message.Type,
        (Message.Type, 1) => Message.TensorType,
        (Message.TensorType, 2) => Message.Shape,
        (Message.Shape, 1) => Message.Plain,
        _ => null,
    };

    private static ulong Number(ref ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        for (int i = 0; i < 10; i++)
        {
            if (i >= bytes.Length) throw Short();
            number |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] >= 0x80) continue;
            bytes = bytes[(i + 1)..];
            return number;
        }
        throw ImportErrors.Damaged("it is no ONNX file: a number has no end");
    }

    private static ReadOnlySpan<byte> Skip(ref ReadOnlySpan<byte> bytes, ulong count)
    {
        if (count > (ulong)bytes.Length) throw Short();
        ReadOnlySpan<byte> content = bytes[..(int)count];
        bytes = bytes[(int)count..];
        return content;
    }

    private static ModelFormatException Short() => ImportErrors.Damaged("it is no ONNX file, or it ends too early");
}
