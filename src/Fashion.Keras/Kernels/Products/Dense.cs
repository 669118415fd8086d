using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Products with the weights of a dense layer, y = x w + b, in a layout that suits all three directions: w is cut into panels
/// of <see cref="PanelWidth"/> columns, each of which lies row by row in one piece (panel, input, column), the last one filled
/// up with zeros. So a panel's rows follow each other without gaps, whatever the number of units, and a run of rows is a run
/// of memory for the step that updates it.
/// <para>Sums run over inputs (units, samples) in their order; they depend on sizes only.</para>
/// </summary>
internal static unsafe partial class Dense
{
    /// <summary>The code of <see cref="Combine"/>.</summary>
    public static readonly KernelCode CombineCode = ElementwiseLoops.BinaryCode<BinaryFunctions.Add>();

    private static readonly KernelCode InputEntry = KernelCode.Of(typeof(Dense), nameof(BackwardInput));

    /// <summary>Columns of a panel: two 512-bit registers.</summary>
    public const int PanelWidth = 32;

    // Samples whose transposed gradients are used together, and inputs and panels that share the nearest cache with them.
    private const int SampleBlock = 32, InputBlock = 64, PanelBlock = 8;

    /// <summary>The code of <see cref="Forward"/> and <see cref="ForwardRows"/>.</summary>
    public static KernelCode ForwardCode(in DenseSizes s) => MatMul.MultiplyCode(s.Samples, s.Units);

    /// <summary>The code of <c>BackwardInput</c>.</summary>
    public static KernelCode BackwardInputCode(in DenseSizes s) => KernelCode.All(InputEntry, Tile.MultiplyCode(s.Inputs, s.Samples));

    public static int Panels(int units) => (int)((units + PanelWidth - 1L) / PanelWidth);

    /// <summary>
    /// One panel's sums over the inputs [first, end) for all samples; <paramref name="y"/> has the shape (samples, units).
    /// </summary>
    public static void Forward(float* x, float* panels, float* y, in DenseSizes s, int panel, int first, int end)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Range(panel, panel + 1L, s.Panels);
        KernelGuard.Range(first, end, s.Inputs);
        KernelGuard.Memory(x, (long)s.Samples * s.Inputs);
        KernelGuard.Memory(panels, s.PackedCount);
        KernelGuard.Memory(y, (long)s.Samples * s.Units);
        int column = panel * PanelWidth;
        MatMul.Multiply(x + first, panels + ((nint)panel * s.Inputs + first) * PanelWidth, y + column,
            new MatMulSizes(s.Samples, end - first, Math.Min(PanelWidth, s.Units - column), s.Inputs, 1, PanelWidth, s.Units));
    }

    /// <summary>y = x w + bias for some rows of samples, over all inputs.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="panels">The weight.</param>
    /// <param name="bias">One row; null for none.</param>
    /// <param name="y">The rows of the result.</param>
    /// <param name="s">Sizes; as many samples as there are rows.</param>
    public static void ForwardRows(float* x, float* panels, float* bias, float* y, in DenseSizes s)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Memory(x, (long)s.Samples * s.Inputs);
        KernelGuard.Memory(panels, s.PackedCount);
        KernelGuard.MemoryOrNull(bias, s.Units);
        KernelGuard.Memory(y, (long)s.Samples * s.Units);
        for (int n = 0; n < s.Samples; n += SampleBlock)
            for (int column = 0; column < s.Units; column += PanelWidth)
                MatMul.Multiply(x + (nint)n * s.Inputs, panels + (nint)column * s.Inputs, y + (nint)n * s.Units + column,
                    new MatMulSizes(Math.Min(SampleBlock, s.Samples - n), s.Inputs, Math.Min(PanelWidth, s.Units - column), s.Inputs, 1,
                        PanelWidth, s.Units),
                    bias == null ? TileStart.Zero : TileStart.Row, bias == null ? null : bias + column);
    }

    /// <summary>y = bias + the sums' parts in their order, for some rows of samples.</summary>
    /// <param name="parts">The rows in the first part.</param>
    /// <param name="count">Number of parts.</param>
    /// <param name="distance">Floats from a part to the next.</param>
    /// <param name="bias">One row; null for none.</param>
    /// <param name="y">The rows.</param>
    /// <param name="rows">How many.</param>
    /// <param name="units">Numbers in a row.</param>
    public static void Combine(float* parts, int count, nint distance, float* bias, float* y, int rows, int units)
    {
        KernelGuard.AtLeast(count, 1);
        KernelGuard.Count(rows);
        KernelGuard.AtLeast(units, 1);
        KernelGuard.AtMost((long)rows * units, int.MaxValue);
        KernelGuard.AtLeast(distance, (long)rows * units);
        KernelGuard.Memory(parts, rows == 0 ? 0 : (count - 1L) * distance + (long)rows * units);
        KernelGuard.MemoryOrNull(bias, units);
        KernelGuard.Memory(y, (long)rows * units);
        KernelGuard.Apart(y, (long)rows * units, parts, rows == 0 ? 0 : (count - 1L) * distance + (long)rows * units);
        int length = rows * units;
        if (bias == null) new ReadOnlySpan<float>(parts, length).CopyTo(new Span<float>(y, length));
        else
            for (int i = 0; i < rows; i++)
                ElementwiseLoops.Binary<BinaryFunctions.Add>(parts + (nint)i * units, bias, y + (nint)i * units, units);
        for (int part = 1; part < count; part++) ElementwiseLoops.Binary<BinaryFunctions.Add>(y, parts + part * distance, y, length);
    }

    /// <summary>Floats of scratch for <see cref="BackwardInput(float*, float*, float*, in DenseSizes, int, int, float*)"/>.</summary>
    public static long BackwardInputScratch(int units) => ((long)Panels(units) * PanelWidth + InputBlock) * SampleBlock;

    /// <summary>
    /// Inputs [first, end) of all samples' dx = dy w^T. Lanes are samples: dy is transposed in blocks of samples, a number of w is
    /// spread over a register, and the transposed results are written back as rows. Blocks of units and inputs keep the transposed
    /// gradients in the nearest cache.
    /// </summary>
    public static void BackwardInput(float* dy, float* panels, float* dx, in DenseSizes s, int first, int end, float* scratch)
    {
        if (Simd.Has512) BackwardInput<Simd512, Vector512<float>>(dy, panels, dx, s, first, end, scratch);
        else if (Simd.Has256) BackwardInput<Simd256, Vector256<float>>(dy, panels, dx, s, first, end, scratch);
        else BackwardInput<Simd128, Vector128<float>>(dy, panels, dx, s, first, end, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardInput<TSimd, TVector>(float* dy, float* panels, float* dx, in DenseSizes s, int first, int end,
        float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Range(first, end, s.Inputs);
        KernelGuard.Memory(dy, (long)s.Samples * s.Units);
        KernelGuard.Memory(panels, s.PackedCount);
        KernelGuard.Memory(dx, (long)s.Samples * s.Inputs);
        KernelGuard.Memory(scratch, BackwardInputScratch(s.Units));
        KernelGuard.Apart(dx, (long)s.Samples * s.Inputs, dy, (long)s.Samples * s.Units);
        int samples = s.Samples, inputs = s.Inputs, units = s.Units, count = s.Panels;
        float* transposed = scratch, block = scratch + count * PanelWidth * SampleBlock;
        TileProduct p = default;
        p.Step = 1;
        p.Length = PanelWidth;
        p.AShift = (nint)inputs * PanelWidth;
        p.BRow = SampleBlock;
        // Where units do not fill the last panel, w has zeros, which must not meet leftovers.
        new Span<float>(transposed + (nint)units * SampleBlock, (count * PanelWidth - units) * SampleBlock).Clear();
        for (int n = 0; n < samples; n += SampleBlock)
        {
            int width = Math.Min(SampleBlock, samples - n);
            Transposition.Copy(dy + (nint)n * units, units, transposed, SampleBlock, width, units);
            for (int k = first; k < end; k += InputBlock)
            {
                int inBlock = Math.Min(InputBlock, end - k);
                for (int panel = 0; panel < count; panel += PanelBlock)
                {
                    p.Segments = Math.Min(PanelBlock, count - panel);
                    p.Start = panel == 0 ? TileStart.Zero : TileStart.Result;
                    for (int i = 0; i < inBlock; i += TSimd.TileRows)
                    {
                        int height = Math.Min(TSimd.TileRows, inBlock - i);
                        for (int r = 0; r < height; r++)
                        {
                            p.A[r] = panels + ((nint)panel * inputs + k + i + r) * PanelWidth;
                            p.C[r] = block + (i + r) * SampleBlock;
                        }
                        p.B = transposed + panel * PanelWidth * SampleBlock;
                        Tile.Multiply<TSimd, TVector>(ref p, height, width);
                    }
                }
                Transposition.Copy(block, SampleBlock, dx + (nint)n * inputs + k, inputs, inBlock, width);
            }
        }
    }
}
