namespace Fashion.Keras.Hdf5;

/// <summary>The kinds of datatypes of the format, by their numbers there.</summary>
public enum H5TypeClass
{
    /// <summary>Whole numbers.</summary>
    Integer = 0,

    /// <summary>Floating-point numbers.</summary>
    Float = 1,

    /// <summary>Points in time; not read.</summary>
    Time = 2,

    /// <summary>Texts of one fixed length.</summary>
    String = 3,

    /// <summary>Bits; not read.</summary>
    BitField = 4,

    /// <summary>Bytes without a meaning; not read.</summary>
    Opaque = 5,

    /// <summary>Records of several members; not read.</summary>
    Compound = 6,

    /// <summary>References to objects; not read.</summary>
    Reference = 7,

    /// <summary>Whole numbers with names; they are read as numbers. h5py stores booleans so.</summary>
    Enum = 8,

    /// <summary>Texts of any length, which are read, or lists of any length, which are not.</summary>
    VariableLength = 9,

    /// <summary>Arrays as elements; not read.</summary>
    Array = 10,

    /// <summary>Complex numbers; not read.</summary>
    Complex = 11,
}
