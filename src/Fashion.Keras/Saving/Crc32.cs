namespace Fashion.Keras.Saving;

/// <summary>The checksum of ZIP members (polynomial 0xEDB88320, reflected); the framework's ZIP reader does not check it.</summary>
internal static class Crc32
{
    private const int Bytes = 8, PieceBytes = 1 << 16;

    // Table i has the checksums of one byte with i zeros after it, so that eight bytes are taken at a time.
    private static readonly uint[][] Tables = MakeTables();

    public static uint Of(ReadOnlySpan<byte> data) => ~Add(~0u, data);

    /// <summary>The checksum of all that a stream gives from its beginning.</summary>
    public static uint Of(Stream data)
    {
        var piece = new byte[PieceBytes];
        uint value = ~0u;
        data.Position = 0;
        while (data.Read(piece) is > 0 and var read) value = Add(value, piece.AsSpan(0, read));
        return ~value;
    }

    private static uint Add(uint value, ReadOnlySpan<byte> data)
    {
        uint[][] t = Tables;
        for (; data.Length >= Bytes; data = data[Bytes..])
        {
            value ^= (uint)(data[0] | data[1] << 8 | data[2] << 16 | data[3] << 24);
            value = t[7][(byte)value] ^ t[6][(byte)(value >> 8)] ^ t[5][(byte)(value >> 16)] ^ t[4][value >> 24]
                ^ t[3][data[4]] ^ t[2][data[5]] ^ t[1][data[6]] ^ t[0][data[7]];
        }
        foreach (byte b in data) value = t[0][(byte)(value ^ b)] ^ (value >> 8);
        return value;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[Bytes][];
        for (int t = 0; t < Bytes; t++)
        {
            tables[t] = new uint[256];
            for (int i = 0; i < 256; i++)
            {
                uint value = t == 0 ? (uint)i : tables[t - 1][i];
                for (int bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320u : value >> 1;
                tables[t][i] = value;
            }
        }
        return tables;
    }
}
