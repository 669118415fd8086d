using System.Diagnostics.CodeAnalysis;

namespace Fashion.Keras.Saving;

/// <summary>Numbers in a file, read when they are needed.</summary>
/// <param name="shape">Gives their shape.</param>
/// <param name="read">Reads them, once their count is known to be what the caller has room for.</param>
internal sealed class StoredArray(Func<Shape> shape, FillValues read)
{
    /// <summary>Their shape.</summary>
    public Shape Shape => shape();

    /// <summary>Reads the numbers.</summary>
    /// <param name="count">How many there must be.</param>
    public float[] Read(int count)
    {
        float[] values = Internal.Allocation.Of<float>(count, $"An array of shape {Shape} in a file");
        read(values);
        return values;
    }

    /// <summary>Reads the numbers to where they stay.</summary>
    /// <param name="into">Room for all of them.</param>
    public void Read(Span<float> into) => read(into);

    /// <summary>A dataset of an HDF5 file; null for none.</summary>
    [return: NotNullIfNotNull(nameof(data))]
    public static implicit operator StoredArray?(Hdf5Dataset? data) => data is null ? null : new StoredArray(() => data.Shape, data.Read);

    /// <summary>A tensor of a safetensors file; null for none.</summary>
    [return: NotNullIfNotNull(nameof(array))]
    public static implicit operator StoredArray?(SafetensorsArray? array) =>
        array is null ? null : new StoredArray(() => array.Shape, array.Read);
}
