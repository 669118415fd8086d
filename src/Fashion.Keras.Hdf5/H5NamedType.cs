namespace Fashion.Keras.Hdf5;

/// <summary>A datatype that is stored as an object of its own, for several datasets to share.</summary>
public sealed class H5NamedType : H5Object
{
    internal H5NamedType(Bytes file, ObjectHeader header, H5Type type) : base(file, header) => Type = type;

    /// <summary>The datatype.</summary>
    public H5Type Type { get; }
}
