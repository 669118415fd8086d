using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Products with the weights of a dense layer, y = x w + b, in a layout that suits all three directions: w is cut into panels
/// of <see cref="PanelWidth"/> columns, each of which lies row by row in one piece (panel, input, column), the last one filled
/// up with zeros. So a panel's rows follow each other without gaps, whatever the number of units, and a run of rows is a run
/// of memory for whoever updates it.
/// <para>Sums run over inputs (units, samples) in their order; they depend on sizes only.</para>
/// </summary>
internal static unsafe class Dense
{
    /// <summary>Columns of a panel: two 512-bit registers.</summary>
    public const int PanelWidth = 32;

    // Rows of a tile of the weight gradient, and samples whose turned gradients are used together.
    private const int GradientRows = 8, SampleBlock = 32;

    public static int Panels(int units) => (units + PanelWidth - 1) / PanelWidth;

    /// <summary>Samples [first, end) of one panel's units: y = x w + b.</summary>
    public static void Forward(float* x, float* panels, float* bias, float* y, int inputs, int units, int panel, int first, int end)
    {
        int column = panel * PanelWidth;
        MatMul.Multiply(x + (nint)first * inputs, inputs, 1, panels + (nint)panel * inputs * PanelWidth, PanelWidth, y + (nint)first * units + column, units,
            end - first, inputs, Math.Min(PanelWidth, units - column), bias == null ? TileStart.Zero : TileStart.Row, bias == null ? null : bias + column);
    }

    /// <summary>Floats of scratch for <see cref="BackwardInput(float*, float*, float*, int, int, int, int, int, float*)"/>.</summary>
    public static int BackwardInputScratch(int units) => (Panels(units) * PanelWidth + GradientRows) * SampleBlock;

    /// <summary>
    /// Inputs [first, end) of all samples' dx = dy w^T. Lanes are samples: dy is turned in blocks of samples, a number of w is
    /// spread over a register, and the turned results are written back as rows.
    /// </summary>
    public static void BackwardInput(float* dy, float* panels, float* dx, int samples, int inputs, int units, int first, int end, float* scratch)
    {
        if (Simd.Has512) BackwardInput<Simd512, Vector512<float>>(dy, panels, dx, samples, inputs, units, first, end, scratch);
        else if (Simd.Has256) BackwardInput<Simd256, Vector256<float>>(dy, panels, dx, samples, inputs, units, first, end, scratch);
        else BackwardInput<Simd128, Vector128<float>>(dy, panels, dx, samples, inputs, units, first, end, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardInput<TSimd, TVector>(float* dy, float* panels, float* dx, int samples, int inputs, int units, int first, int end, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int count = Panels(units);
        float* turned = scratch, block = scratch + count * PanelWidth * SampleBlock;
        TileProduct p = default;
        p.Step = 1;
        p.Length = PanelWidth;
        p.Segments = count;
        p.AShift = (nint)inputs * PanelWidth;
        p.BRow = SampleBlock;
        // Where units do not fill the last panel, w has zeros, which must not meet leftovers.
        new Span<float>(turned + (nint)units * SampleBlock, (count * PanelWidth - units) * SampleBlock).Clear();
        for (int n = 0; n < samples; n += SampleBlock)
        {
            int width = Math.Min(SampleBlock, samples - n);
            Transposition.Copy(dy + (nint)n * units, units, turned, SampleBlock, width, units);
            for (int k = first; k < end; k += TSimd.TileRows)
            {
                int height = Math.Min(TSimd.TileRows, end - k);
                for (int r = 0; r < height; r++)
                {
                    p.A[r] = panels + (nint)(k + r) * PanelWidth;
                    p.C[r] = block + r * SampleBlock;
                }
                p.B = turned;
                Tile.Multiply<TSimd, TVector>(ref p, height, width);
                Transposition.Copy(block, SampleBlock, dx + (nint)n * inputs + k, inputs, height, width);
            }
        }
    }

    /// <summary>Packs one panel's columns of dy for <see cref="BackwardKernel(float*, float*, float*, int, int, int, int)"/>: (sample, column), filled up with zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackGradients(float* dy, float* packed, int samples, int units, int panel)
    {
        int column = panel * PanelWidth, width = Math.Min(PanelWidth, units - column);
        for (int n = 0; n < samples; n++, packed += PanelWidth)
        {
            var row = new Span<float>(packed, PanelWidth);
            new ReadOnlySpan<float>(dy + (nint)n * units + column, width).CopyTo(row);
            row[width..].Clear();
        }
    }

    /// <summary>Rows [first, first + count) of one panel's dw = x^T dy, at most <see cref="Tile.MaxRows"/>, from packed gradients.</summary>
    public static void BackwardKernel(float* x, float* packed, float* rows, int samples, int inputs, int first, int count)
    {
        if (Simd.Has512) BackwardKernel<Simd512, Vector512<float>>(x, packed, rows, samples, inputs, first, count);
        else if (Simd.Has256) BackwardKernel<Simd256, Vector256<float>>(x, packed, rows, samples, inputs, first, count);
        else BackwardKernel<Simd128, Vector128<float>>(x, packed, rows, samples, inputs, first, count);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardKernel<TSimd, TVector>(float* x, float* packed, float* rows, int samples, int inputs, int first, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TileProduct p = default;
        p.Step = inputs;
        p.Length = samples;
        p.Segments = 1;
        p.BRow = PanelWidth;
        for (int k = 0; k < count; k += TSimd.TileRows)
        {
            int height = Math.Min(TSimd.TileRows, count - k);
            for (int r = 0; r < height; r++)
            {
                p.A[r] = x + first + k + r;
                p.C[r] = rows + (k + r) * PanelWidth;
            }
            p.B = packed;
            Tile.Multiply<TSimd, TVector>(ref p, height, PanelWidth);
        }
    }
}
