using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

// Few filters over many channels (the last layer of a decoder): filters would leave most lanes of a register empty, so lanes are what lies
// together in a row of the patch, columns of the kernel and channels. A result is a product of lanes and their sum; a row of the kernel's
// gradient, filter by filter, is a product of the gradients with the patches.
internal static unsafe partial class Conv2D
{
    private const int FewFilters = 4;

    private static bool HasFewFilters(in Conv2DSizes s, int lanes) =>
        s is { Filters: <= FewFilters, Groups: 1, DilationWidth: 1 } && s.KernelWidth * s.Channels >= lanes;

    private static long FewFiltersScratch(in Conv2DSizes s) => s.Filters <= FewFilters ? s.KernelCount : 0;

    // Rows [first, end) of the results of one image; the kernel is transposed: (filter, kernel row, kernel column, channel).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardFewFilters<TSimd, TVector>(float* image, float* transposed, float* result, in Conv2DSizes s, int first,
        int end, float* bias)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        nint row = PaddedImage.Row(s), step = (nint)s.StrideWidth * s.Channels, down = s.DilationHeight * row;
        int length = s.KernelWidth * s.Channels, whole = length / TSimd.Count * TSimd.Count, filters = s.Filters;
        TVector lanes = TSimd.FirstLanes(length - whole);
        result += (nint)first * s.OutWidth * filters;
        for (int i = first; i < end; i++)
        {
            float* patch = image + i * s.StrideHeight * row;
            for (int j = 0; j < s.OutWidth; j++, patch += step, result += filters)
                for (int f = 0; f < filters; f++)
                {
                    TVector even = TSimd.Zero, odd = even;
                    float* w = transposed + (nint)f * s.KernelHeight * length, x = patch;
                    for (int p = 0; p < s.KernelHeight; p++, x += down, w += length)
                    {
                        int k = 0;
                        for (; k < whole - TSimd.Count; k += 2 * TSimd.Count)
                        {
                            even = TSimd.MultiplyAdd(TSimd.Load(x + k), TSimd.Load(w + k), even);
                            odd = TSimd.MultiplyAdd(TSimd.Load(x + k + TSimd.Count), TSimd.Load(w + k + TSimd.Count), odd);
                        }
                        if (k < whole) even = TSimd.MultiplyAdd(TSimd.Load(x + k), TSimd.Load(w + k), even);
                        if (whole < length) odd = TSimd.MultiplyAdd(TSimd.Load(x + whole, lanes), TSimd.Load(w + whole, lanes), odd);
                    }
                    result[f] = TSimd.Sum(TSimd.Add(even, odd)) + (bias == null ? 0 : bias[f]);
                }
        }
    }

    // Adds one image to rows [first, end) of the kernel's gradient, as (filter, row).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardFewFilters<TSimd, TVector>(float* image, float* gradient, float* transposed, in Conv2DSizes s, int first,
        int end, TileStart start)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        nint row = PaddedImage.Row(s);
        int length = s.KernelWidth * s.Channels;
        TileProduct p = default;
        p.Step = s.Filters;
        p.Length = s.OutWidth;
        p.Segments = s.OutHeight;
        p.AShift = (nint)s.OutWidth * s.Filters;
        p.BRow = (nint)s.StrideWidth * s.Channels;
        p.BShift = s.StrideHeight * row - s.OutWidth * p.BRow;
        p.Start = start;
        for (int k = first; k < end;)
        {
            (int i, int column) = Math.DivRem(k, length);
            int columns = Math.Min(length - column, end - k);
            for (int f = 0; f < s.Filters; f++)
            {
                p.A[f] = gradient + f;
                p.C[f] = transposed + (nint)f * (end - first) + (k - first);
            }
            p.B = image + i * s.DilationHeight * row + column;
            Tile.Multiply<TSimd, TVector>(ref p, s.Filters, columns);
            k += columns;
        }
    }
}
