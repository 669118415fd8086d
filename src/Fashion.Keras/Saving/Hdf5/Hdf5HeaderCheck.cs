namespace Fashion.Keras.Saving;

/// <summary>Looks through the messages of one object header; part of <see cref="Hdf5Check"/>.</summary>
internal sealed class Hdf5HeaderCheck(Hdf5Bytes file)
{
    private const int MostBlocks = 4096;

    private const int Dataspace = 1, LinkInfo = 2, Datatype = 3, OldFillValue = 4, FillValue = 5, Link = 6, ExternalFiles = 7, Layout = 8,
        Filters = 11, Attribute = 12, Continuation = 16, SymbolTable = 17, AttributeInfo = 21;

    // Class numbers of the datatypes that are read.
    private const int WholeNumber = 0, Float = 1, Text = 3, VariableLength = 9;

    public Hdf5HeaderFacts Read(long address)
    {
        var facts = new Hdf5HeaderFacts();
        // Blocks of messages still to read: place, size, version, whether messages carry their creation order.
        var blocks = new Queue<(long At, ulong Size)>();
        int version, prefix;
        if (file.U8(address) == 1)
        {
            (version, prefix) = (1, 8);
            blocks.Enqueue((address + 16, file.U32(address + 8)));
        }
        else
        {
            file.Signature("OHDR"u8, address);
            if (file.U8(address + 4) != 2) throw file.Unsupported($"object header version {file.U8(address + 4)} is not supported");
            int flags = file.U8(address + 5), sizeBytes = 1 << (flags & 3);
            long at = address + 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
            (version, prefix) = (2, (flags & 4) != 0 ? 6 : 4);
            blocks.Enqueue((at + sizeBytes, file.Unsigned(at, sizeBytes)));
        }
        var seen = new HashSet<long>();
        while (blocks.TryDequeue(out (long At, ulong Size) block))
        {
            if (!seen.Add(block.At) || seen.Count > MostBlocks) throw file.Damaged("an object header goes in circles", block.At);
            file.Range(block.At, block.Size);
            Messages(block.At, block.At + (long)block.Size, version, prefix, blocks, facts);
        }
        return facts;
    }

    private void Messages(long at, long end, int version, int prefix, Queue<(long, ulong)> blocks, Hdf5HeaderFacts facts)
    {
        // Version 2 may leave a gap smaller than a message's prefix at the end.
        int gap = version == 1 ? 0 : prefix;
        while (end - at > gap)
        {
            int type = version == 1 ? file.U16(at) : file.U8(at);
            int size = file.U16(at + (version == 1 ? 2 : 1)), flags = file.U8(at + (version == 1 ? 4 : 3));
            at += prefix;
            if (at + size > end) throw file.Damaged("a header message is longer than its header", at);
            if ((flags & 2) != 0) throw file.Unsupported("shared header messages are not supported");
            Message(type, at, size, version, blocks, facts);
            at += size;
        }
        if (at > end) throw file.Damaged("a header message is longer than its header", at);
    }

    private void Message(int type, long at, int size, int version, Queue<(long, ulong)> blocks, Hdf5HeaderFacts facts)
    {
        long end = at + size;
        switch (type)
        {
            case Dataspace: facts.Elements = Elements(at, end); break;
            case Datatype: facts.ElementBytes = TypeSize(at, end); break;
            case OldFillValue: Fits(at + 4, file.U32(at), end); break;
            case FillValue: CheckFillValue(at, end); break;
            case Link: facts.Links.Add(HardLink(at, end)); break;
            case ExternalFiles: throw file.Unsupported("data in other files is not read");
            case Layout: CheckLayout(at, end, facts); break;
            case Filters: CheckFilters(at, end); break;
            case Attribute: CheckAttribute(at, end, facts); break;
            case SymbolTable: (facts.SymbolTree, facts.SymbolHeap) = (file.Address(at), file.Address(at + 8)); break;
            case LinkInfo when file.U64(at + 2 + ((file.U8(at + 1) & 1) != 0 ? 8 : 0)) != Hdf5Bytes.Nowhere: throw file.Unsupported("groups with an index of links ('dense' storage) are not supported");
            case AttributeInfo when file.U64(at + 2 + ((file.U8(at + 1) & 1) != 0 ? 2 : 0)) != Hdf5Bytes.Nowhere: throw file.Unsupported("attributes outside of the object header ('dense' storage) are not supported");
            case Continuation:
                ulong length = file.U64(at + 8);
                long block = file.Address(at);
                if (version == 1) { blocks.Enqueue((block, length)); break; }
                file.Signature("OCHK"u8, block);
                if (length < 8) throw file.Damaged("a header's continuation has no room", block);
                blocks.Enqueue((block + 4, length - 8));
                break;
        }
    }

    private void Fits(long at, ulong count, long end)
    {
        if (at > end || count > (ulong)(end - at)) throw file.Damaged($"{count} bytes are announced where {Math.Max(0, end - at)} are left", at);
    }

    /// <summary>Number of elements of a dataspace and where it ends.</summary>
    private ulong Elements(long at, long end)
    {
        int version = file.U8(at), rank = file.U8(at + 1), flags = file.U8(at + 2);
        if (version is not (1 or 2)) throw file.Unsupported($"dataspace version {version} is not supported");
        long sizes = at + (version == 1 ? 8 : 4);
        Fits(sizes, (ulong)rank * 8 * ((flags & 1) != 0 ? 2UL : 1UL) * ((flags & 2) != 0 ? 2UL : 1UL), end);
        ulong count = version == 2 && file.U8(at + 3) == 2 ? 0UL : 1UL;
        for (int i = 0; i < rank; i++)
        {
            ulong size = file.U64(sizes + i * 8L);
            if (size > 0 && count > ulong.MaxValue / size) throw file.Damaged("a shape has too many elements", at);
            count *= size;
        }
        return count;
    }

    /// <summary>Bytes of one element, of the kinds of numbers and texts that are read.</summary>
    private ulong TypeSize(long at, long end)
    {
        Fits(at, 8, end);
        int kind = file.U8(at) & 15;
        uint size = file.U32(at + 4);
        if (kind is WholeNumber or Float && (file.U8(at + 1) & 1) != 0) throw file.Unsupported("numbers with the highest byte first (big-endian) are not supported");
        bool fine = kind switch
        {
            WholeNumber or Float => size is 1 or 2 or 4 or 8,
            Text => true,
            // Texts of variable length: what they are made of follows and takes one byte each.
            VariableLength => (file.U8(at + 1) & 15) == 1 && size == 16 && (file.U8(at + 8) & 15) is WholeNumber or Text,
            _ => throw file.Unsupported($"datatype class {kind} is not supported; numbers and texts are"),
        };
        return fine ? size : throw file.Damaged("a datatype has an impossible size", at);
    }

    private void CheckFillValue(long at, long end)
    {
        int version = file.U8(at);
        if (version == 3)
        {
            if ((file.U8(at + 1) & 0x20) != 0) Fits(at + 6, file.U32(at + 2), end);
        }
        else if (file.U8(at + 3) == 1) Fits(at + 8, file.U32(at + 4), end);
    }

    private long HardLink(long at, long end)
    {
        int flags = file.U8(at + 1);
        long next = at + 2;
        int kind = (flags & 8) != 0 ? file.U8(next++) : 0;
        if (kind != 0) throw file.Unsupported("soft and external links are not followed");
        next += ((flags & 4) != 0 ? 8 : 0) + ((flags & 0x10) != 0 ? 1 : 0);
        int bytes = 1 << (flags & 3);
        ulong name = file.Unsigned(next, bytes);
        Fits(next + bytes, name, end);
        return file.Address(next + bytes + (long)name);
    }

    private void CheckLayout(long at, long end, Hdf5HeaderFacts facts)
    {
        int version = file.U8(at), kind = file.U8(at + 1);
        if (version is not (3 or 4) || kind > 2) throw file.Unsupported($"data layout {version}.{kind} (virtual or outdated) is not supported");
        if (kind == 0)
        {
            Fits(at + 4, file.U16(at + 2), end);
            facts.StoredBytes = file.U16(at + 2);
        }
        else if (kind == 1)
        {
            bool stored = file.U64(at + 2) != Hdf5Bytes.Nowhere;
            if (stored) file.Range(file.Address(at + 2), file.U64(at + 10));
            facts.StoredBytes = stored ? file.U64(at + 10) : 0;
        }
        else if (version == 4) throw file.Unsupported("chunks with an index of the newest format (libver='latest') are not supported");
        else
        {
            int rank = file.U8(at + 2);
            Fits(at + 11, (ulong)rank * 4, end);
            if (file.U64(at + 3) == Hdf5Bytes.Nowhere) return;
            (facts.ChunkTree, facts.ChunkRank) = (file.Address(at + 3), rank);
        }
    }

    // Deflate, shuffle, checksum: what h5py offers without plugins.
    private void CheckFilters(long at, long end)
    {
        int version = file.U8(at), count = file.U8(at + 1);
        long next = at + (version == 1 ? 8 : 2);
        for (int i = 0; i < count; i++)
        {
            int id = file.U16(next);
            if (id is < 1 or > 3) throw file.Unsupported($"compression filter {id} is not supported; gzip, shuffle and fletcher32 are");
            bool named = version == 1;
            int name = named ? file.U16(next + 2) : 0;
            next += named ? 4 : 2;
            int values = file.U16(next + 2);
            next += 4 + ((name + 7) & ~7) + 4L * (version == 1 ? values + (values & 1) : values);
            if (next > end) throw file.Damaged("a list of filters is longer than its message", at);
        }
    }

    private void CheckAttribute(long at, long end, Hdf5HeaderFacts facts)
    {
        int version = file.U8(at);
        if (version is < 1 or > 3) throw file.Unsupported($"attribute version {version} is not supported");
        if (version > 1 && (file.U8(at + 1) & 3) != 0) throw file.Unsupported("committed datatypes are not supported");
        int name = Padded(file.U16(at + 2)), type = Padded(file.U16(at + 4)), space = Padded(file.U16(at + 6));
        long typeAt = at + (version == 3 ? 9 : 8) + name, spaceAt = typeAt + type, dataAt = spaceAt + space;
        if (dataAt > end) throw file.Damaged("an attribute is longer than its message", at);
        // The reader looks for the terminator, whatever the announced length.
        if (file.Range(at + (version == 3 ? 9 : 8), file.U16(at + 2)).IndexOf((byte)0) != file.U16(at + 2) - 1) throw file.Damaged("an attribute's name does not end where it should", at);
        ulong size = TypeSize(typeAt, spaceAt), count = Elements(spaceAt, dataAt);
        if (count > 0 && size > (ulong)(end - dataAt) / count) throw file.Damaged("an attribute announces more data than its message holds", dataAt);
        if ((file.U8(typeAt) & 15) != VariableLength) return;
        for (ulong i = 0; i < count; i++)
            if (file.U64(dataAt + (long)i * 16 + 4) != 0) facts.Texts.Add((file.Address(dataAt + (long)i * 16 + 4), file.U32(dataAt + (long)i * 16 + 12)));

        int Padded(int bytes) => version == 1 ? (bytes + 7) & ~7 : bytes;
    }
}
