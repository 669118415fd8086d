using System.Buffers.Binary;

namespace Fashion.Keras.Images;

/// <summary>
/// Tells a progressive JPEG that is cut off from a whole one. It holds the image several times, ever sharper, and the decoder takes what
/// is there for enough. Source: ITU-T T.81, B.1.
/// </summary>
internal static class JpegEnd
{
    private const byte Mark = 0xFF, Stuffing = 0x00, FirstRestart = 0xD0, EndOfImage = 0xD9;

    /// <summary>Whether the image ends in the file. That of a file with one scan is not looked for: its decoder misses every row.</summary>
    public static bool IsThere(ReadOnlySpan<byte> file)
    {
        bool progressive = false;
        for (int at = 2; ;)
        {
            // What lies between segments is the data of a scan.
            int mark = at < file.Length ? file[at..].IndexOf(Mark) : -1;
            if (mark < 0 || at + mark + 1 >= file.Length) return !progressive;
            at += mark + 1;
            byte kind = file[at];
            if (kind == Mark) continue;
            at++;
            if (kind == EndOfImage) return true;
            if (kind is Stuffing or 1 or (>= FirstRestart and < EndOfImage)) continue;
            progressive |= kind is 0xC2 or 0xC6 or 0xCA or 0xCE;
            if (at + 2 <= file.Length) at += BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
        }
    }
}
