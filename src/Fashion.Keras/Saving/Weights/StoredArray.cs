using System.Diagnostics.CodeAnalysis;

namespace Fashion.Keras.Saving;

/// <summary>Numbers in a file, read when they are needed.</summary>
/// <param name="shape">Gives their shape.</param>
/// <param name="read">Reads them, once their count is known to be what the caller has room for.</param>
internal sealed class StoredArray(Func<Shape> shape, Func<int, float[]> read)
{
    /// <summary>Their shape.</summary>
    public Shape Shape => shape();

    /// <summary>Reads the numbers.</summary>
    /// <param name="count">How many there must be.</param>
    public float[] Read(int count) => read(count);

    /// <summary>A dataset of an HDF5 file; null for none.</summary>
    [return: NotNullIfNotNull(nameof(data))]
    public static implicit operator StoredArray?(Hdf5Dataset? data) => data is null ? null : new StoredArray(() => data.Shape, data.Read);

    /// <summary>A tensor of a safetensors file; null for none.</summary>
    [return: NotNullIfNotNull(nameof(array))]
    public static implicit operator StoredArray?(SafetensorsArray? array) => array is null ? null : new StoredArray(() => array.Shape, array.Read);
}
