using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

// Gradient of the weight, dw = x^T dy: a few rows of one panel at a time, whose sums over all samples stay in registers. The
// panel's columns of dy are packed before, so that a sample's lie side by side wherever the panel is.
internal static unsafe partial class Dense
{
    private static readonly KernelCode KernelEntry = KernelCode.Of(typeof(Dense), nameof(BackwardKernel));
    private static readonly KernelCode Copies = KernelCode.Of(typeof(Dense), nameof(CopyPanel));
    private static readonly KernelCode Eight = KernelCode.Of(typeof(Dense), nameof(EightRows));
    private static readonly KernelCode Four = KernelCode.Of(typeof(Dense), nameof(FourRows));
    private static readonly KernelCode One = KernelCode.Of(typeof(Dense), nameof(OneRow));

    /// <summary>The code of <c>BackwardKernel</c> where all inputs are taken, eight or a multiple of that at a time.</summary>
    public static KernelCode BackwardKernelCode(in DenseSizes s) => KernelCode.All(s.Units >= PanelWidth ? Copies : null, KernelEntry,
        Simd.TileRows == 8 && s.Inputs >= 8 ? Eight : null,
        s.Inputs >= 4 && (Simd.TileRows != 8 || s.Inputs % 8 >= 4) ? Four : null, s.Inputs % 4 > 0 ? One : null);

    /// <summary>
    /// Packs one panel's columns of dy for <see cref="BackwardKernel(float*, float*, float*, in DenseSizes, int, int)"/>: (sample, column),
    /// filled up with zeros.
    /// </summary>
    public static void PackGradients(float* dy, float* packed, in DenseSizes s, int panel)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Range(panel, panel + 1L, s.Panels);
        KernelGuard.Memory(dy, (long)s.Samples * s.Units);
        KernelGuard.Memory(packed, (long)s.Samples * PanelWidth);
        KernelGuard.Apart(packed, (long)s.Samples * PanelWidth, dy, (long)s.Samples * s.Units);
        int column = panel * PanelWidth, width = Math.Min(PanelWidth, s.Units - column);
        if (width == PanelWidth)
        {
            CopyPanel(dy + column, packed, s);
            return;
        }
        for (int n = 0; n < s.Samples; n++, packed += PanelWidth)
        {
            var row = new Span<float>(packed, PanelWidth);
            new ReadOnlySpan<float>(dy + (nint)n * s.Units + column, width).CopyTo(row);
            row[width..].Clear();
        }
    }

    // A call per row would take longer than its copy.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyPanel(float* dy, float* packed, in DenseSizes s)
    {
        nint units = s.Units;
        for (int n = 0; n < s.Samples; n++, dy += units, packed += PanelWidth)
            for (int i = 0; i < PanelWidth; i += Vector256<float>.Count) Vector256.Load(dy + i).Store(packed + i);
    }

    /// <summary>Rows [first, first + count) of one panel's dw = x^T dy, from packed gradients.</summary>
    public static void BackwardKernel(float* x, float* packed, float* rows, in DenseSizes s, int first, int count)
    {
        if (Simd.Has512) BackwardKernel<Simd512, Vector512<float>>(x, packed, rows, s, first, count);
        else if (Simd.Has256) BackwardKernel<Simd256, Vector256<float>>(x, packed, rows, s, first, count);
        else BackwardKernel<Simd128, Vector128<float>>(x, packed, rows, s, first, count);
    }

    /// <summary>The same, for one register width: tiles of 8 (4) rows by two registers; the last rows one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardKernel<TSimd, TVector>(float* x, float* packed, float* rows, in DenseSizes s, int first, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Range(first, (long)first + count, s.Inputs);
        KernelGuard.Memory(x, (long)s.Samples * s.Inputs);
        KernelGuard.Memory(packed, (long)s.Samples * PanelWidth);
        KernelGuard.Memory(rows, (long)count * PanelWidth);
        KernelGuard.Apart(rows, (long)count * PanelWidth, packed, (long)s.Samples * PanelWidth);
        int samples = s.Samples, inputs = s.Inputs;
        x += first;
        for (int column = 0; column < PanelWidth; column += 2 * TSimd.Count)
        {
            int k = 0;
            if (TSimd.TileRows == 8)
                for (; k + 8 <= count; k += 8)
                    EightRows<TSimd, TVector>(x + k, packed + column, rows + k * PanelWidth + column, samples, inputs);
            for (; k + 4 <= count; k += 4)
                FourRows<TSimd, TVector>(x + k, packed + column, rows + k * PanelWidth + column, samples, inputs);
            for (; k < count; k++) OneRow<TSimd, TVector>(x + k, packed + column, rows + k * PanelWidth + column, samples, inputs);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightRows<TSimd, TVector>(float* x, float* b, float* row, int samples, nint inputs)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector c0L = TSimd.Zero, c1L = c0L, c2L = c0L, c3L = c0L, c4L = c0L, c5L = c0L, c6L = c0L, c7L = c0L;
        TVector c0H = c0L, c1H = c0L, c2H = c0L, c3H = c0L, c4H = c0L, c5H = c0L, c6H = c0L, c7H = c0L;
        for (int n = 0; n < samples; n++)
        {
            TVector low = TSimd.Load(b), high = TSimd.Load(b + TSimd.Count), a;
            a = TSimd.Create(x[0]);
            c0L = TSimd.MultiplyAdd(a, low, c0L);
            c0H = TSimd.MultiplyAdd(a, high, c0H);
            a = TSimd.Create(x[1]);
            c1L = TSimd.MultiplyAdd(a, low, c1L);
            c1H = TSimd.MultiplyAdd(a, high, c1H);
            a = TSimd.Create(x[2]);
            c2L = TSimd.MultiplyAdd(a, low, c2L);
            c2H = TSimd.MultiplyAdd(a, high, c2H);
            a = TSimd.Create(x[3]);
            c3L = TSimd.MultiplyAdd(a, low, c3L);
            c3H = TSimd.MultiplyAdd(a, high, c3H);
            a = TSimd.Create(x[4]);
            c4L = TSimd.MultiplyAdd(a, low, c4L);
            c4H = TSimd.MultiplyAdd(a, high, c4H);
            a = TSimd.Create(x[5]);
            c5L = TSimd.MultiplyAdd(a, low, c5L);
            c5H = TSimd.MultiplyAdd(a, high, c5H);
            a = TSimd.Create(x[6]);
            c6L = TSimd.MultiplyAdd(a, low, c6L);
            c6H = TSimd.MultiplyAdd(a, high, c6H);
            a = TSimd.Create(x[7]);
            c7L = TSimd.MultiplyAdd(a, low, c7L);
            c7H = TSimd.MultiplyAdd(a, high, c7H);
            x += inputs;
            b += PanelWidth;
        }
        Store<TSimd, TVector>(c0L, c0H, row);
        Store<TSimd, TVector>(c1L, c1H, row + PanelWidth);
        Store<TSimd, TVector>(c2L, c2H, row + 2 * PanelWidth);
        Store<TSimd, TVector>(c3L, c3H, row + 3 * PanelWidth);
        Store<TSimd, TVector>(c4L, c4H, row + 4 * PanelWidth);
        Store<TSimd, TVector>(c5L, c5H, row + 5 * PanelWidth);
        Store<TSimd, TVector>(c6L, c6H, row + 6 * PanelWidth);
        Store<TSimd, TVector>(c7L, c7H, row + 7 * PanelWidth);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows<TSimd, TVector>(float* x, float* b, float* row, int samples, nint inputs)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector c0L = TSimd.Zero, c1L = c0L, c2L = c0L, c3L = c0L, c0H = c0L, c1H = c0L, c2H = c0L, c3H = c0L;
        for (int n = 0; n < samples; n++)
        {
            TVector low = TSimd.Load(b), high = TSimd.Load(b + TSimd.Count), a;
            a = TSimd.Create(x[0]);
            c0L = TSimd.MultiplyAdd(a, low, c0L);
            c0H = TSimd.MultiplyAdd(a, high, c0H);
            a = TSimd.Create(x[1]);
            c1L = TSimd.MultiplyAdd(a, low, c1L);
            c1H = TSimd.MultiplyAdd(a, high, c1H);
            a = TSimd.Create(x[2]);
            c2L = TSimd.MultiplyAdd(a, low, c2L);
            c2H = TSimd.MultiplyAdd(a, high, c2H);
            a = TSimd.Create(x[3]);
            c3L = TSimd.MultiplyAdd(a, low, c3L);
            c3H = TSimd.MultiplyAdd(a, high, c3H);
            x += inputs;
            b += PanelWidth;
        }
        Store<TSimd, TVector>(c0L, c0H, row);
        Store<TSimd, TVector>(c1L, c1H, row + PanelWidth);
        Store<TSimd, TVector>(c2L, c2H, row + 2 * PanelWidth);
        Store<TSimd, TVector>(c3L, c3H, row + 3 * PanelWidth);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<TSimd, TVector>(float* x, float* b, float* row, int samples, nint inputs)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector low = TSimd.Zero, high = low;
        for (int n = 0; n < samples; n++)
        {
            TVector a = TSimd.Create(*x);
            low = TSimd.MultiplyAdd(a, TSimd.Load(b), low);
            high = TSimd.MultiplyAdd(a, TSimd.Load(b + TSimd.Count), high);
            x += inputs;
            b += PanelWidth;
        }
        Store<TSimd, TVector>(low, high, row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TSimd, TVector>(TVector low, TVector high, float* row)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TSimd.Store(low, row);
        TSimd.Store(high, row + TSimd.Count);
    }
}
