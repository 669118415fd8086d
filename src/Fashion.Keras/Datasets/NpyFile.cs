using System.Numerics.Tensors;

namespace Fashion.Keras.Datasets;

/// <summary>
/// Reads files of one NumPy array (<c>.npy</c>, versions 1 to 3): numbers and truth values of either byte order. Arrays of Python
/// objects are refused, and nothing that a file holds is executed. Source: numpy.org/doc/stable/reference/generated/numpy.lib.format.
/// </summary>
public static class NpyFile
{
    // 1 GiB.
    internal const int MostBytes = 1 << 30;

    /// <summary>Reads a file.</summary>
    /// <typeparam name="T">The file's element type: bool, byte, sbyte, short, ushort, int, uint, long, ulong, Half, float or
    /// double.</typeparam>
    /// <param name="path">The file.</param>
    /// <returns>A tensor of the array's shape; an array without axes gives one of shape (1).</returns>
    /// <exception cref="InvalidDataException">No such file format, another element type, or another length than the header
    /// says.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Tensor<T> Read<T>(string path) where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return NpyArray.Parse(Internal.RegularFile.Read(path, MostBytes), path).ToTensor<T>();
    }

    /// <summary>Reads the content of a file that is already in memory.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="content">The whole file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="InvalidDataException">No such file format, another element type, or another length than the header
    /// says.</exception>
    public static Tensor<T> Parse<T>(byte[] content, string name = "NPY data") where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(content);
        return NpyArray.Parse(content, name).ToTensor<T>();
    }
}
