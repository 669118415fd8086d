using System.Text;

namespace Fashion.Keras.Hdf5;

/// <summary>Texts that all take the room of the longest.</summary>
internal sealed class FixedTextContent(byte[][] texts, IReadOnlyList<long> shape, int size, bool ascii)
    : Content(TypeMessage.FixedText(size, ascii), shape, size)
{
    private readonly int _size = size;

    public static FixedTextContent Of(IReadOnlyList<string> texts, IReadOnlyList<long> shape)
    {
        byte[][] bytes = [.. texts.Select(Encoding.UTF8.GetBytes)];
        // A type of no bytes does not exist.
        return new(bytes, shape, Math.Max(1, bytes.Select(text => text.Length).DefaultIfEmpty().Max()), TypeMessage.IsAscii(texts));
    }

    public override void Write(Stream destination)
    {
        var room = new byte[_size];
        foreach (byte[] text in texts)
        {
            text.CopyTo(room, 0);
            room.AsSpan(text.Length).Clear();
            destination.Write(room);
        }
    }
}
