using System.Numerics;

namespace Fashion.Keras.Hdf5;

/// <summary>A small named value that is attached to a group or a dataset.</summary>
public sealed class H5Attribute
{
    private readonly Block _data;
    private readonly Dataspace _space;

    private H5Attribute(string name, H5Type type, Dataspace space, Block data)
    {
        Name = name;
        Type = type;
        _space = space;
        _data = data;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The type of its elements.</summary>
    public H5Type Type { get; }

    /// <summary>Its shape; empty for one element.</summary>
    public IReadOnlyList<long> Shape => _space.Sizes;

    /// <summary>How many elements it has.</summary>
    public long Count => _space.Count;

    /// <summary>Reads its texts.</summary>
    /// <returns>The texts in the order of the elements.</returns>
    /// <exception cref="H5FormatException">It holds no texts, or is damaged.</exception>
    public string[] ReadTexts() => Texts.Read(Type, Count, _data.Rest());

    /// <summary>Reads its numbers.</summary>
    /// <typeparam name="T">The type that they become.</typeparam>
    /// <returns>The numbers, the last axis fastest.</returns>
    /// <exception cref="H5FormatException">It holds no numbers, one does not fit into the type, or the file is damaged.</exception>
    public T[] Read<T>() where T : unmanaged, INumberBase<T>
    {
        if (!Type.IsNumber) throw _data.File.Unsupported($"attribute '{Name}' is {Type}, no number", _data.Here);
        var numbers = new T[Count];
        try
        {
            Numbers.Convert<T>(Type, _data.Rest().Take(numbers.Length * Type.Size), numbers);
        }
        catch (OverflowException e)
        {
            throw _data.File.Damaged($"a number of attribute '{Name}' does not fit into {typeof(T).Name}", _data.Here, e);
        }
        return numbers;
    }

    /// <summary>Reads an attribute message.</summary>
    internal static H5Attribute Read(Block block)
    {
        Bytes file = block.File;
        long at = block.Here;
        int version = block.U8(), flags = block.U8();
        if (version is < 1 or > 3) throw file.Unsupported($"version {version} of attributes is not supported", at);
        int nameSize = block.U16(), typeSize = block.U16(), spaceSize = block.U16();
        if (version == 3) block.Skip(1);
        if (version == 1) flags = 0;
        string name = block.Sub(Padded(nameSize)).Text();
        Block type = block.Sub(Padded(typeSize)), space = block.Sub(Padded(spaceSize));
        if ((flags & 1) != 0) type = SharedMessage.Find(type, ObjectHeader.Datatype);
        if ((flags & 2) != 0) space = SharedMessage.Find(space, ObjectHeader.Dataspace);
        H5Type read = H5Type.Read(type);
        Dataspace shape = Dataspace.Read(space);
        if (shape.Count > block.Left / read.Size)
            throw file.Damaged($"attribute '{name}' announces {shape.Count} elements, more than are stored", block.Here);
        return new H5Attribute(name, read, shape, block.Rest());

        int Padded(int bytes) => version == 1 ? (bytes + 7) & ~7 : bytes;
    }
}
