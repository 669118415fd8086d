using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Fashion.Keras.Hdf5;

/// <summary>What was done to chunks before they were stored, in this order: shuffled, compressed, summed up.</summary>
/// <param name="file">The file.</param>
/// <param name="steps">Number of each filter, and for the shuffle the bytes of an element.</param>
internal sealed class Filters(Bytes file, IReadOnlyList<(int Id, uint Value)> steps)
{
    private const int Deflate = 1, Shuffle = 2, Fletcher32 = 3, ChecksumBytes = 4, MostSteps = 32;

    /// <summary>Reads a filter message.</summary>
    public static Filters Read(Bytes file, Block? block)
    {
        var steps = new List<(int, uint)>();
        if (block is null) return new Filters(file, steps);
        long at = block.Here;
        int version = block.U8(), count = block.U8();
        if (version is not (1 or 2)) throw file.Unsupported($"version {version} of filters is not supported", at);
        if (count > MostSteps) throw file.Damaged($"{count} filters are announced", at);
        if (version == 1) block.Skip(6);
        for (int i = 0; i < count; i++)
        {
            int id = block.U16();
            if (id is < Deflate or > Fletcher32)
                throw file.Unsupported($"compression filter {id} is not supported; gzip, shuffle and fletcher32 are", at);
            int name = version == 1 ? block.U16() : 0;
            block.Skip(2);
            int values = block.U16();
            block.Skip((name + 7) & ~7);
            uint first = values > 0 ? block.U32() : 0;
            block.Skip(4 * (Math.Max(0, values - 1) + (version == 1 ? values & 1 : 0)));
            steps.Add((id, first));
        }
        return new Filters(file, steps);
    }

    public bool Any => steps.Count > 0;

    // Two arrays take turns: what a step reads is in the other one. One reader has them, so that several may read at once.
    internal sealed class Buffers
    {
        private byte[] _one = [], _other = [];

        public byte[] Next(int bytes)
        {
            (_one, _other) = (_other, _one);
            if (_one.Length < bytes) _one = GC.AllocateUninitializedArray<byte>(bytes);
            return _one;
        }
    }

    /// <summary>Undoes the filters.</summary>
    /// <param name="buffers">Room to work in.</param>
    /// <param name="stored">The chunk as the file has it.</param>
    /// <param name="mask">A bit for each filter that this chunk goes without.</param>
    /// <param name="bytes">How many bytes must come out.</param>
    /// <param name="at">Where the chunk is.</param>
    /// <returns>The bytes of the chunk; they are good until the next call.</returns>
    public ReadOnlyMemory<byte> Undo(Buffers buffers, ReadOnlyMemory<byte> stored, uint mask, int bytes, long at)
    {
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            if ((mask >> i & 1) != 0) continue;
            int room = bytes + ChecksumBytes * steps.Take(i).Count(step => step.Id == Fletcher32);
            stored = steps[i].Id switch
            {
                Deflate => Inflate(stored, buffers.Next(room), room, at),
                Shuffle => Unshuffle(stored, (int)Math.Min(steps[i].Value, int.MaxValue), buffers.Next(stored.Length)),
                _ => WithoutChecksum(stored, at),
            };
        }
        return stored.Length == bytes ? stored : throw file.Damaged($"a chunk has {stored.Length} bytes instead of {bytes}", at);
    }

    private ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> stored, byte[] into, int room, long at)
    {
        ArraySegment<byte> array = MemoryMarshal.TryGetArray(stored, out ArraySegment<byte> segment)
            ? segment
            : new ArraySegment<byte>(stored.ToArray());
        using var stream =
            new ZLibStream(new MemoryStream(array.Array!, array.Offset, array.Count, writable: false), CompressionMode.Decompress);
        try
        {
            int read = stream.ReadAtLeast(into.AsSpan(0, room), room, throwOnEndOfStream: false);
            return read < room || stream.ReadByte() < 0
                ? into.AsMemory(0, read)
                : throw file.Damaged($"a chunk unpacks to more than its {room} bytes", at);
        }
        // The source is in memory: what looks like an error of the disk is one of the unpacker.
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw file.Damaged($"a chunk cannot be unpacked: {e.Message}", at, e);
        }
    }

    // The first bytes of all elements, then the second bytes ...; what is no whole element stays at the end.
    private static ReadOnlyMemory<byte> Unshuffle(ReadOnlyMemory<byte> stored, int size, byte[] into)
    {
        if (size <= 1 || stored.Length < size) return stored;
        ReadOnlySpan<byte> from = stored.Span;
        int count = from.Length / size;
        for (int part = 0; part < size; part++)
        {
            ReadOnlySpan<byte> bytes = from.Slice(part * count, count);
            for (int i = 0, to = part; i < bytes.Length; i++, to += size) into[to] = bytes[i];
        }
        from[(count * size)..].CopyTo(into.AsSpan(count * size));
        return into.AsMemory(0, from.Length);
    }

    private ReadOnlyMemory<byte> WithoutChecksum(ReadOnlyMemory<byte> stored, long at)
    {
        if (stored.Length < ChecksumBytes) throw file.Damaged("a chunk has no room for its checksum", at);
        ReadOnlyMemory<byte> data = stored[..^ChecksumBytes];
        return Sum(data.Span) == BinaryPrimitives.ReadUInt32LittleEndian(stored.Span[^ChecksumBytes..])
            ? data
            : throw file.Damaged("the checksum of a chunk is wrong", at);
    }

    // Fletcher's sum over numbers of two bytes, the high one first.
    private static uint Sum(ReadOnlySpan<byte> data)
    {
        const int MostBeforeFolding = 360;
        uint sum1 = 0, sum2 = 0;
        while (data.Length > 1)
        {
            ReadOnlySpan<byte> part = data[..(2 * Math.Min(MostBeforeFolding, data.Length / 2))];
            for (int i = 0; i + 1 < part.Length; i += 2) sum2 += sum1 += (uint)(part[i] << 8 | part[i + 1]);
            (sum1, sum2) = (Fold(sum1), Fold(sum2));
            data = data[part.Length..];
        }
        if (data.Length == 1) (sum1, sum2) = (Fold(sum1 + ((uint)data[0] << 8)), Fold(sum2 + sum1 + ((uint)data[0] << 8)));
        return Fold(sum2) << 16 | Fold(sum1);

        static uint Fold(uint sum) => (sum & 0xFFFF) + (sum >> 16);
    }
}
