namespace Fashion.Keras.Saving;

/// <summary>The checksum of ZIP members (polynomial 0xEDB88320, reflected); the framework's ZIP reader does not check it.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i =>
    {
        uint value = (uint)i;
        for (int bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320u : value >> 1;
        return value;
    })];

    public static uint Of(ReadOnlySpan<byte> data)
    {
        uint value = ~0u;
        foreach (byte b in data) value = Table[(byte)(value ^ b)] ^ (value >> 8);
        return ~value;
    }
}
