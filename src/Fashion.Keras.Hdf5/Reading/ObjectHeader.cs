namespace Fashion.Keras.Hdf5;

/// <summary>What an object's header holds: a list of messages, in one block or in several.</summary>
/// <param name="Address">Where it starts.</param>
/// <param name="Messages">The messages in order.</param>
internal sealed record ObjectHeader(long Address, IReadOnlyList<ObjectHeader.Message> Messages)
{
    public const int Dataspace = 1, LinkInfo = 2, Datatype = 3, OldFillValue = 4, FillValue = 5, Link = 6, ExternalFiles = 7, Layout = 8,
        Filters = 11, Attribute = 12, SymbolTable = 17, AttributeInfo = 21;

    private const int Continuation = 16, Shared = 2, MustBeKnown = 0x80, LastKnown = 24;

    /// <summary>One message.</summary>
    public sealed record Message(int Type, int Flags, Block Data)
    {
        /// <summary>Whether it only says where the message proper is.</summary>
        public bool IsShared => (Flags & Shared) != 0;
    }

    /// <summary>The first message of a type, ready to be read; null when there is none.</summary>
    public Block? Find(int type)
    {
        foreach (Message message in Messages)
            if (message.Type == type) return message.IsShared ? SharedMessage.Find(message.Data.Rest(), type) : message.Data.Rest();
        return null;
    }

    public static ObjectHeader Read(Bytes file, long address)
    {
        var messages = new List<Message>();
        var budget = new Budget(file, "an object header", address);
        var blocks = new Queue<(long At, ulong Size)>();
        Block start = file.Block(address, (ulong)Math.Min(file.Length - address, 34));
        if (start.U8() == 1) ReadVersion1(file, address, start, budget, blocks, messages);
        else ReadVersion2(file, address, budget, blocks, messages);
        return new ObjectHeader(address, messages);
    }

    private static void ReadVersion1(Bytes file, long address, Block start, Budget budget, Queue<(long At, ulong Size)> blocks,
        List<Message> messages)
    {
        start.Skip(7);
        uint size = start.U32();
        start.Skip(4);
        blocks.Enqueue((address + 16, size));
        while (blocks.TryDequeue(out (long At, ulong Size) next))
        {
            Block block = budget.Block(next.At, next.Size);
            while (block.Left >= 8)
            {
                int type = block.U16(), length = block.U16(), flags = block.U8();
                block.Skip(3);
                Add(file, new Message(type, flags, block.Sub(length)), blocks, messages);
            }
        }
    }

    private static void ReadVersion2(Bytes file, long address, Budget budget, Queue<(long At, ulong Size)> blocks, List<Message> messages)
    {
        Block start = file.Block(address, (ulong)Math.Min(file.Length - address, 34), "OHDR"u8);
        start.Version(2, "object headers");
        int flags = start.U8();
        start.Skip(((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0));
        ulong size = start.Unsigned(1 << (flags & 3));
        int prefix = start.Position, messagePrefix = (flags & 4) != 0 ? 6 : 4;
        file.Require(address + prefix, size);
        Messages(budget.Block(address, (ulong)prefix + size + 4), prefix);
        while (blocks.TryDequeue(out (long At, ulong Size) next))
        {
            if (next.Size < 8) throw file.Damaged("a header's continuation has no room", next.At);
            Block block = budget.Block(next.At, next.Size);
            block.Signature("OCHK"u8);
            Messages(block, 0);
        }

        void Messages(Block block, int skip)
        {
            block.ChecksumAtEnd("an object header");
            block.Skip(skip);
            // What is too small for a message is a gap; the checksum ends the block.
            while (block.Left >= messagePrefix + 4)
            {
                int type = block.U8(), length = block.U16(), messageFlags = block.U8();
                block.Skip(messagePrefix - 4);
                if (length > block.Left - 4) throw file.Damaged("a header message is longer than its header", block.Here);
                Add(file, new Message(type, messageFlags, block.Sub(length)), blocks, messages);
            }
        }
    }

    private static void Add(Bytes file, Message message, Queue<(long, ulong)> blocks, List<Message> messages)
    {
        if (message.Type == Continuation) blocks.Enqueue((message.Data.Address(), message.Data.Length()));
        else if (message.Type > LastKnown && (message.Flags & MustBeKnown) != 0)
            throw file.Unsupported($"header message {message.Type}, which readers must know, is not supported", message.Data.Here);
        else if (message.Type != 0) messages.Add(message);
    }
}
