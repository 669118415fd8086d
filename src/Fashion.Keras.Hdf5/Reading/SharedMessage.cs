namespace Fashion.Keras.Hdf5;

/// <summary>A message that stands in the header of another object: a datatype with a name of its own.</summary>
internal static class SharedMessage
{
    private const int InAnotherHeader = 2;

    /// <summary>The message that a reference leads to.</summary>
    public static Block Find(Block reference, int type)
    {
        Bytes file = reference.File;
        long at = reference.Here;
        int version = reference.U8(), kind = reference.U8();
        if (version is < 1 or > 3) throw file.Unsupported($"version {version} of shared messages is not supported", at);
        if (version == 3 && kind != InAnotherHeader) throw file.Unsupported("messages in a table of shared ones are not supported", at);
        if (version == 1) reference.Skip(6);
        ObjectHeader header = file.State.Header(file, reference.Address());
        foreach (ObjectHeader.Message message in header.Messages)
            if (message.Type == type) return message.IsShared
                ? throw file.Damaged("a shared message leads to another one", at)
                : message.Data.Rest();
        throw file.Damaged("a shared message leads to an object without it", at);
    }
}
