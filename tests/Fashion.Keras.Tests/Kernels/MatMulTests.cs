using System.Runtime.Intrinsics;
using Fashion.Keras.Kernels;
using Fashion.Keras.Tests.Support;
using Reference = Fashion.Keras.Kernels.Reference;

namespace Fashion.Keras.Tests.Kernels;

public sealed unsafe class MatMulTests
{
    private static readonly int[] s_sizes = [1, 2, 3, 5, 8, 9, 16, 17, 33];

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Multiply_AllSmallSizes_AgreesWithScalarTwin(int bits)
    {
        foreach (int rows in s_sizes)
            foreach (int inner in s_sizes)
                foreach (int columns in s_sizes)
                    foreach (bool transposed in new[] { false, true })
                    {
                        double[] x = GuardedBuffer.Numbers(rows * inner, 1), y = GuardedBuffer.Numbers(inner * columns, 2);
                        using GuardedBuffer a = new(x), b = new(y), c = new(rows * columns);
                        Multiply(bits, a, b, c, rows, inner, columns, transposed, TileStart.Zero, null);
                        Check(Reference.MatMul.Forward(x, y, 1, rows, inner, columns, transposed, false, true), c, $"{rows} x {inner} x {columns}, transposed {transposed}");
                    }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void MultiplyTransposed_AllSmallSizes_AgreesWithScalarTwin(int bits)
    {
        foreach (int rows in s_sizes)
            foreach (int inner in s_sizes)
                foreach (int columns in s_sizes)
                {
                    double[] x = GuardedBuffer.Numbers(rows * inner, 3), y = GuardedBuffer.Numbers(inner * columns, 4);
                    using GuardedBuffer a = new(x), b = new(y), c = new(rows * columns), scratch = new(MatMul.TransposedScratch(inner));
                    if (bits == 512 && Simd.Has512) MatMul.MultiplyTransposed<Simd512, Vector512<float>>(a.Pointer, b.Pointer, c.Pointer, new MatMulSizes(rows, inner, columns, inner, 1, inner, columns), scratch.Pointer);
                    else if (bits >= 256 && Simd.Has256) MatMul.MultiplyTransposed<Simd256, Vector256<float>>(a.Pointer, b.Pointer, c.Pointer, new MatMulSizes(rows, inner, columns, inner, 1, inner, columns), scratch.Pointer);
                    else MatMul.MultiplyTransposed<Simd128, Vector128<float>>(a.Pointer, b.Pointer, c.Pointer, new MatMulSizes(rows, inner, columns, inner, 1, inner, columns), scratch.Pointer);
                    Check(Reference.MatMul.Forward(x, y, 1, rows, inner, columns, false, true, true), c, $"{rows} x {inner} x {columns}");
                    scratch.AssertGuards();
                }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Multiply_ManyBlocks_AgreesWithScalarTwin(int bits)
    {
        const int rows = 37, inner = 600, columns = 75;
        double[] x = GuardedBuffer.Numbers(rows * inner, 5), y = GuardedBuffer.Numbers(inner * columns, 6), bias = GuardedBuffer.Numbers(columns, 7);
        using GuardedBuffer a = new(x), b = new(y), c = new(rows * columns), row = new(bias);
        Multiply(bits, a, b, c, rows, inner, columns, false, TileStart.Row, row);
        double[] want = Reference.MatMul.Forward(x, y, 1, rows, inner, columns, false, false, true);
        for (int i = 0; i < want.Length; i++) want[i] += bias[i % columns];
        Check(want, c, "with bias");
        Multiply(bits, a, b, c, rows, inner, columns, false, TileStart.Result, null);
        for (int i = 0; i < want.Length; i++) want[i] = 2 * want[i] - bias[i % columns];
        Check(want, c, "added to the result");
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Multiply_NaNAndInfinity_PassThrough(int bits)
    {
        const int rows = 3, inner = 4, columns = 21;
        double[] x = GuardedBuffer.Numbers(rows * inner, 8), y = GuardedBuffer.Numbers(inner * columns, 9);
        x[1] = double.NaN;
        x[inner] = double.PositiveInfinity;
        y[columns + 3] = double.NaN;
        using GuardedBuffer a = new(x), b = new(y), c = new(rows * columns);
        Multiply(bits, a, b, c, rows, inner, columns, false, TileStart.Zero, null);
        Check(Reference.MatMul.Forward(x, y, 1, rows, inner, columns, false, false, true), c, "NaN and infinity");
    }

    private static void Multiply(int bits, GuardedBuffer a, GuardedBuffer b, GuardedBuffer c, int rows, int inner, int columns, bool transposed, TileStart start, GuardedBuffer? row)
    {
        float* bias = row is null ? null : row.Pointer;
        nint aRow = transposed ? 1 : inner, aStep = transposed ? rows : 1;
        if (bits == 512 && Simd.Has512) MatMul.Multiply<Simd512, Vector512<float>>(a.Pointer, b.Pointer, c.Pointer, new MatMulSizes(rows, inner, columns, aRow, aStep, columns, columns), start, bias);
        else if (bits >= 256 && Simd.Has256) MatMul.Multiply<Simd256, Vector256<float>>(a.Pointer, b.Pointer, c.Pointer, new MatMulSizes(rows, inner, columns, aRow, aStep, columns, columns), start, bias);
        else MatMul.Multiply<Simd128, Vector128<float>>(a.Pointer, b.Pointer, c.Pointer, new MatMulSizes(rows, inner, columns, aRow, aStep, columns, columns), start, bias);
    }

    private static void Check(double[] want, GuardedBuffer got, string what)
    {
        AssertClose.Equal(want, got.Values, 1e-5, 1e-4, what);
        got.AssertGuards();
    }
}
