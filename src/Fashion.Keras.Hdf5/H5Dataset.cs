using System.Numerics;
using System.Runtime.InteropServices;

namespace Fashion.Keras.Hdf5;

/// <summary>A dataset: an array of numbers or texts.</summary>
public sealed class H5Dataset : H5Object
{
    // Deflate packs 1,032 to 1 at best; small datasets may be announced without anything stored.
    private const long DensestPacking = 1100, Unsuspicious = 64L << 20;

    // A chunk may reach beyond the edge of the data; a chunk much larger than all of it holds nothing that a reader can ask for.
    private const long UnsuspiciousChunk = 16L << 20;

    private const int Piece = 1 << 16;

    private readonly Dataspace _space;
    private readonly Lazy<Storage> _storage;

    internal H5Dataset(Bytes file, ObjectHeader header) : base(file, header)
    {
        Type = H5Type.Read(header.Find(ObjectHeader.Datatype) ?? throw file.Damaged("a dataset has no datatype", header.Address));
        _space = Dataspace.Read(header.Find(ObjectHeader.Dataspace) ?? throw file.Damaged("a dataset has no shape", header.Address));
        _storage = new(FindStorage);
    }

    /// <summary>The type of its elements.</summary>
    public H5Type Type { get; }

    /// <summary>Its shape; empty for one element.</summary>
    public IReadOnlyList<long> Shape => _space.Sizes;

    /// <summary>How many elements it has.</summary>
    public long Count => _space.Count;

    /// <summary>Bytes that its elements take in the file, compressed as they are.</summary>
    /// <exception cref="H5FormatException">The file is damaged, or the dataset is stored in a way that is not supported.</exception>
    public long StorageSize => _storage.Value.Size;

    /// <summary>Whether the elements are stored in chunks.</summary>
    /// <exception cref="H5FormatException">The dataset is stored in a way that is not supported.</exception>
    public bool IsChunked => _storage.Value.Layout is Layout.InChunks;

    /// <summary>
    /// Makes sure that the elements can be read: the type is supported, the layout and the filters are, and what is announced can
    /// be stored in the bytes that are there. Memory that <see cref="Read{T}()"/> takes is then known to be no bomb.
    /// </summary>
    /// <exception cref="H5FormatException">One of these is not so.</exception>
    public void EnsureReadable()
    {
        if (!Type.IsNumber && !Type.IsText)
            throw Bytes.Unsupported(
                $"elements of the type '{Type}' are not supported; whole numbers, floating-point numbers of IEEE 754 and texts are",
                Address);
        long stored = _storage.Value.Size,
            limit = stored > long.MaxValue / DensestPacking ? long.MaxValue : Math.Max(Unsuspicious, DensestPacking * stored);
        if (Count > limit / Type.Size) throw Bytes.Damaged($"a dataset announces {Count} elements, more than are stored", Address);
    }

    /// <summary>Reads all numbers.</summary>
    /// <typeparam name="T">The type that they become.</typeparam>
    /// <returns>The numbers, the last axis fastest.</returns>
    /// <exception cref="H5FormatException">The dataset holds no numbers, one does not fit into the type, or the file is
    /// damaged.</exception>
    public T[] Read<T>() where T : unmanaged, INumberBase<T>
    {
        EnsureReadable();
        if (Count > Array.MaxLength) throw Bytes.Unsupported($"an array of {Count} elements is too long to be read at once", Address);
        T[] numbers = GC.AllocateUninitializedArray<T>((int)Count);
        Read<T>(numbers);
        return numbers;
    }

    /// <summary>Reads all numbers into an array of the caller's.</summary>
    /// <typeparam name="T">The type that they become.</typeparam>
    /// <param name="into">Room for <see cref="Count"/> numbers, the last axis fastest.</param>
    /// <exception cref="ArgumentException">There is another number of elements.</exception>
    /// <exception cref="H5FormatException">The dataset holds no numbers, one does not fit into the type, or the file is
    /// damaged.</exception>
    public void Read<T>(Span<T> into) where T : unmanaged, INumberBase<T>
    {
        if (into.Length != Count)
            throw new ArgumentException($"{Bytes.File}: dataset '{Path}' has {Count} elements, but there is room for {into.Length}.",
                nameof(into));
        if (!Type.IsNumber) throw Bytes.Unsupported($"the elements are of the type '{Type}', no numbers that are read", Address);
        Elements(into, _space.Sizes, Numbers.AreSame<T>(Type) ? null : Convert);
    }

    /// <summary>Reads all texts.</summary>
    /// <returns>The texts, the last axis fastest.</returns>
    /// <exception cref="H5FormatException">The dataset holds no texts, or the file is damaged.</exception>
    public string[] ReadTexts()
    {
        EnsureReadable();
        if (Count > Array.MaxLength / Type.Size)
            throw Bytes.Unsupported($"an array of {Count} texts is too long to be read at once", Address);
        var data = new byte[Count * Type.Size];
        Elements(data.AsSpan(), [.. _space.Sizes, Type.Size], null);
        return Texts.Read(Type, Count, new Block(Bytes, data, Address));
    }

    private delegate void Conversion<T>(ReadOnlySpan<byte> from, Span<T> to);

    private void Convert<T>(ReadOnlySpan<byte> from, Span<T> to) where T : unmanaged, INumberBase<T>
    {
        try
        {
            Numbers.Convert(Type, from, to);
        }
        catch (OverflowException e)
        {
            throw Bytes.Damaged($"a number does not fit into {typeof(T).Name}", Address, e);
        }
    }

    // Without a conversion the bytes of the file are those of the array.
    private void Elements<T>(Span<T> into, long[] shape, Conversion<T>? convert) where T : unmanaged
    {
        Storage storage = _storage.Value;
        if (into.IsEmpty) return;
        switch (storage.Layout)
        {
            case Layout.InHeader header: Take(header.Data.Rest().Take(checked((int)(Count * Type.Size))), into, convert); break;
            case Layout.OnePiece { Address: { } address }: OnePiece(address, into, convert); break;
            case Layout.InChunks chunks: Chunks(storage, chunks, into, shape, convert); break;
            default: Fill(into, convert); break;
        }
    }

    private static void Take<T>(ReadOnlySpan<byte> from, Span<T> into, Conversion<T>? convert) where T : unmanaged
    {
        if (convert is null) from.CopyTo(MemoryMarshal.AsBytes(into));
        else convert(from, into);
    }

    private void OnePiece<T>(long address, Span<T> into, Conversion<T>? convert) where T : unmanaged
    {
        if (convert is null) { Bytes.Read(address, MemoryMarshal.AsBytes(into)); return; }
        byte[] room = [];
        for (int done = 0; done < into.Length; done += Piece)
        {
            Span<T> to = into.Slice(done, Math.Min(Piece, into.Length - done));
            convert(Bytes.Range(address + (long)done * Type.Size, to.Length * Type.Size, ref room).Span, to);
        }
    }

    private void Chunks<T>(Storage storage, Layout.InChunks layout, Span<T> into, long[] shape, Conversion<T>? convert) where T : unmanaged
    {
        long grid = layout.Sizes.Zip(_space.Sizes, (size, whole) => (whole + size - 1) / size)
            .Aggregate(1L, (product, count) => product * count);
        if (storage.Chunks.Count < grid) Fill(into, convert);
        // Texts have an axis more: their bytes.
        long[] sizes = shape.Length == layout.Sizes.Length ? layout.Sizes : [.. layout.Sizes, Type.Size];
        int bytes = checked((int)(layout.Sizes.Aggregate(1L, (product, size) => product * size) * Type.Size));
        T[] converted = convert is null ? [] : new T[bytes / Type.Size];
        var buffers = new Filters.Buffers();
        byte[] room = [];
        foreach (Chunk chunk in storage.Chunks)
        {
            bool plain = layout.EdgesAreUnfiltered && chunk.Start.Where((start, i) => start + layout.Sizes[i] > _space.Sizes[i]).Any();
            ReadOnlyMemory<byte> stored = Bytes.Range(chunk.Address, (int)chunk.Size, ref room);
            ReadOnlyMemory<byte> raw = storage.Filters.Undo(buffers, stored, plain ? uint.MaxValue : chunk.Mask, bytes, chunk.Address);
            convert?.Invoke(raw.Span, converted);
            Scatter(convert is null ? MemoryMarshal.Cast<byte, T>(raw.Span) : converted, sizes, chunk.Start, into, shape);
        }
    }

    // Copies a chunk row by row, as far as it is inside.
    private static void Scatter<T>(ReadOnlySpan<T> chunk, long[] sizes, long[] start, Span<T> into, long[] shape)
    {
        int last = sizes.Length - 1;
        var place = new long[sizes.Length];
        long First(int axis) => axis < start.Length ? start[axis] : 0;
        long row = Math.Min(sizes[last], shape[last] - First(last));
        while (true)
        {
            long from = 0, to = 0;
            for (int i = 0; i <= last; i++)
            {
                from = from * sizes[i] + place[i];
                to = to * shape[i] + First(i) + place[i];
            }
            chunk.Slice((int)from, (int)row).CopyTo(into[(int)to..]);
            int axis = last - 1;
            for (; axis >= 0; axis--)
            {
                if (++place[axis] < Math.Min(sizes[axis], shape[axis] - First(axis))) break;
                place[axis] = 0;
            }
            if (axis < 0) return;
        }
    }

    private void Fill<T>(Span<T> into, Conversion<T>? convert) where T : unmanaged
    {
        into.Clear();
        ReadOnlySpan<byte> value = FillValue.Read(Header, Type.Size);
        if (value.IndexOfAnyExcept((byte)0) < 0) return;
        if (convert is not null)
        {
            var one = new T[1];
            convert(value, one);
            into.Fill(one[0]);
            return;
        }
        Span<byte> bytes = MemoryMarshal.AsBytes(into);
        for (int i = 0; i < bytes.Length; i += value.Length) value.CopyTo(bytes[i..]);
    }

    private sealed record Storage(Layout Layout, Filters Filters, IReadOnlyList<Chunk> Chunks, long Size);

    private Storage FindStorage()
    {
        if (Header.Messages.Any(message => message.Type == ObjectHeader.ExternalFiles))
            throw Bytes.Unsupported("data in other files is not read", Address);
        Layout layout = Layout.Read(Header.Find(ObjectHeader.Layout)!, Type.Size);
        Filters filters = Filters.Read(Bytes, Header.Find(ObjectHeader.Filters));
        switch (layout)
        {
            case Layout.InHeader header: return new Storage(layout, filters, [], Whole((ulong)header.Data.Left));
            case Layout.OnePiece { Address: { } address } piece:
                Bytes.Require(address, piece.Size);
                return new Storage(layout, filters, [], Whole(piece.Size));
            case Layout.InChunks chunks: return InChunks(chunks, filters);
            default: return new Storage(layout, filters, [], 0);
        }
    }

    private long Whole(ulong size) =>
        Count > (long)Math.Min(size, long.MaxValue) / Type.Size
            ? throw Bytes.Damaged($"a dataset announces {Count} elements, more than are stored", Address)
            : (long)size;

    private Storage InChunks(Layout.InChunks layout, Filters filters)
    {
        if (layout.Sizes.Length != _space.Sizes.Length)
            throw Bytes.Damaged("the chunks of a dataset have another number of axes than it has", Address);
        long bytes = layout.Sizes.Aggregate((long)Type.Size, (product, size) => product * size);
        if (Count > 0 && bytes > UnsuspiciousChunk && bytes / 4 / Type.Size > Count)
            throw Bytes.Damaged("the chunks of a dataset are larger than the dataset", Address);
        var chunks = new List<Chunk>();
        var seen = new HashSet<UInt128>();
        long size = 0;
        foreach (Chunk chunk in Count == 0 ? [] : new ChunkIndex(Bytes, layout, _space, (ulong)bytes, filters.Any).Stored())
        {
            Bytes.Require(chunk.Address, chunk.Size);
            if (chunk.Size > (ulong)Array.MaxLength) throw Bytes.Damaged($"a chunk of {chunk.Size} bytes is announced", chunk.Address);
            if ((size += (long)chunk.Size) > Bytes.Length)
                throw Bytes.Damaged("the chunks of a dataset lie across each other", chunk.Address);
            UInt128 number = 0;
            for (int i = 0; i < chunk.Start.Length; i++) number = number * (UInt128)_space.Sizes[i] + (UInt128)chunk.Start[i];
            if (!seen.Add(number)) throw Bytes.Damaged("a chunk is stored twice", chunk.Address);
            chunks.Add(chunk);
        }
        return new Storage(layout, filters, chunks, size);
    }
}
