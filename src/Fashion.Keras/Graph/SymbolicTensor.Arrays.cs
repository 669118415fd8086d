using System.Numerics.Tensors;

namespace Fashion.Keras;

// Arrays and tensors of numbers as tensors of known numbers. Conversions are listed by type: one from Array would also take arrays of
// tensors.
public abstract partial class SymbolicTensor
{
    /// <summary>A tensor of floats.</summary>
    public static implicit operator SymbolicTensor(Tensor<float> values) => Of(values);

    /// <summary>A tensor of doubles; stored as float.</summary>
    public static implicit operator SymbolicTensor(Tensor<double> values) => Of(values);

    /// <summary>A tensor of ints; stored as float.</summary>
    public static implicit operator SymbolicTensor(Tensor<int> values) => Of(values);

    /// <summary>A tensor of bytes; stored as float.</summary>
    public static implicit operator SymbolicTensor(Tensor<byte> values) => Of(values);

    /// <summary>A tensor of longs; stored as float.</summary>
    public static implicit operator SymbolicTensor(Tensor<long> values) => Of(values);

    /// <summary>An array of floats.</summary>
    public static implicit operator SymbolicTensor(float[] values) => Of(values);

    /// <summary>An array of floats.</summary>
    public static implicit operator SymbolicTensor(float[,] values) => Of(values);

    /// <summary>An array of floats.</summary>
    public static implicit operator SymbolicTensor(float[,,] values) => Of(values);

    /// <summary>An array of floats.</summary>
    public static implicit operator SymbolicTensor(float[,,,] values) => Of(values);

    /// <summary>An array of floats.</summary>
    public static implicit operator SymbolicTensor(float[,,,,] values) => Of(values);

    /// <summary>An array of doubles; stored as float.</summary>
    public static implicit operator SymbolicTensor(double[] values) => Of(values);

    /// <summary>An array of doubles; stored as float.</summary>
    public static implicit operator SymbolicTensor(double[,] values) => Of(values);

    /// <summary>An array of doubles; stored as float.</summary>
    public static implicit operator SymbolicTensor(double[,,] values) => Of(values);

    /// <summary>An array of ints; stored as float.</summary>
    public static implicit operator SymbolicTensor(int[] values) => Of(values);

    /// <summary>An array of ints; stored as float.</summary>
    public static implicit operator SymbolicTensor(int[,] values) => Of(values);

    /// <summary>An array of ints; stored as float.</summary>
    public static implicit operator SymbolicTensor(int[,,] values) => Of(values);

    /// <summary>An array of ints; stored as float.</summary>
    public static implicit operator SymbolicTensor(int[,,,] values) => Of(values);

    /// <summary>An array of truth values: 1 and 0.</summary>
    public static implicit operator SymbolicTensor(bool[] values) => Of(values);

    /// <summary>An array of truth values: 1 and 0.</summary>
    public static implicit operator SymbolicTensor(bool[,] values) => Of(values);

    /// <summary>Rows of equal lengths.</summary>
    public static implicit operator SymbolicTensor(float[][] values) => Of(values);

    /// <summary>Rows of equal lengths.</summary>
    public static implicit operator SymbolicTensor(double[][] values) => Of(values);

    /// <summary>Rows of equal lengths.</summary>
    public static implicit operator SymbolicTensor(int[][] values) => Of(values);

    /// <summary>An array of bytes; stored as float.</summary>
    public static implicit operator SymbolicTensor(byte[] values) => Of(values);

    /// <summary>An array of bytes; stored as float.</summary>
    public static implicit operator SymbolicTensor(byte[,] values) => Of(values);

    /// <summary>An array of bytes; stored as float.</summary>
    public static implicit operator SymbolicTensor(byte[,,] values) => Of(values);

    /// <summary>An array of bytes; stored as float.</summary>
    public static implicit operator SymbolicTensor(byte[,,,] values) => Of(values);

    /// <summary>An array of longs; stored as float.</summary>
    public static implicit operator SymbolicTensor(long[] values) => Of(values);

    /// <summary>An array of longs; stored as float.</summary>
    public static implicit operator SymbolicTensor(long[,] values) => Of(values);
}
