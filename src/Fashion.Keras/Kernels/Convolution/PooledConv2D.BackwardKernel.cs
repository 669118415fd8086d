using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fashion.Keras.Kernels;

// Gradient of the kernel of a pooled convolution, from the same sparse gradient: for each filter the windows that carry
// something are listed (their gradient, and where the patch of the winning place begins), and the filter's row of the
// transposed gradient (filter; kernel row, kernel column, channel) gets the sum of the listed patches. Work is shared out by
// filters: each row is added up by one worker in the order of the images, so the number of threads does not matter.
internal static unsafe partial class PooledConv2D
{
    private static readonly KernelCode KernelEntry =
        KernelCode.Of(typeof(PooledConv2D), nameof(BackwardKernel), nameof(Open), nameof(ListByFilter));

    // Filters whose gradients are transposed at a time, so that a filter's windows lie next to each other.
    private const int FilterBlock = 16;

    /// <summary>
    /// Floats of scratch for <see cref="BackwardKernel(float*, PooledGradient, float*, float*, in PooledConv2DSizes, int, int, float*)"/>.
    /// </summary>
    public static long BackwardKernelScratch(in PooledConv2DSizes s) =>
        (3L + 3 * FilterBlock) * ListRoom(s.Windows) + PaddedImage.ScratchFloats(s.Conv);

    /// <summary>The code of <c>BackwardKernel</c>.</summary>
    public static KernelCode BackwardKernelCode(in PooledConv2DSizes s) =>
        KernelCode.All(KernelEntry, SparseRows.AddCode(s.Conv.KernelHeight, s.PatchRow));

    /// <summary>
    /// Rows (filters) <paramref name="first"/> to <paramref name="end"/> of the transposed gradient, which begins at
    /// <paramref name="rows"/>, and of the bias's.
    /// </summary>
    public static void BackwardKernel(float* images, PooledGradient gradients, float* rows, float* bias, in PooledConv2DSizes s, int first,
        int end, float* scratch)
    {
        if (Simd.Has512) BackwardKernel<Simd512, Vector512<float>>(images, gradients, rows, bias, s, first, end, scratch);
        else if (Simd.Has256) BackwardKernel<Simd256, Vector256<float>>(images, gradients, rows, bias, s, first, end, scratch);
        else BackwardKernel<Simd128, Vector128<float>>(images, gradients, rows, bias, s, first, end, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardKernel<TSimd, TVector>(float* images, PooledGradient gradients, float* rows, float* bias,
        in PooledConv2DSizes s, int first, int end, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Range(first, end, s.Conv.Filters);
        KernelGuard.Memory(images, s.Conv.ImageCount);
        KernelGuard.Memory(gradients.Values, s.PooledCount);
        KernelGuard.Memory(gradients.Places, s.PooledCount);
        KernelGuard.Memory(rows, s.Conv.KernelCount);
        KernelGuard.Memory(bias, s.Conv.Filters);
        KernelGuard.Memory(scratch, BackwardKernelScratch(s));
        KernelGuard.Apart(rows, s.Conv.KernelCount, images, s.Conv.ImageCount);
        KernelGuard.Apart(rows, s.Conv.KernelCount, gradients.Values, s.PooledCount);
        if (first >= end) return;
        int room = ListRoom(s.Windows), filters = s.Conv.Filters;
        float* factors = scratch, turnedGradients = scratch + 3 * room;
        int* offsets = (int*)scratch + room, windows = offsets + room, turnedPlaces = (int*)turnedGradients + FilterBlock * room;
        float* open = scratch + (3 + 2 * FilterBlock) * room, border = open + FilterBlock * room;
        int* shifts = stackalloc int[PooledConv2DSizes.MaxArea];
        new Span<int>(shifts, PooledConv2DSizes.MaxArea).Clear();
        for (int place = 0; place < s.Area; place++) shifts[place] = s.PatchOffset(0, place);
        for (int w = 0; w < s.Windows; w++) windows[w] = s.PatchOffset(w, 0);
        SparseRowsSizes patch = new(s.PatchRow, s.Conv.DilationHeight * PaddedImage.Row(s.Conv), s.Conv.KernelHeight, s.PatchRow);
        new Span<float>(rows + (nint)first * s.Patch, (end - first) * s.Patch).Clear();
        new Span<float>(bias + first, end - first).Clear();
        for (int n = 0; n < s.Conv.Batch; n++)
        {
            float* image = PaddedImage.Of(images, n, s.Conv, border);
            nint at = (nint)n * s.Windows * filters;
            for (int f = first; f < end; f += FilterBlock)
            {
                int block = Math.Min(FilterBlock, end - f);
                PooledGradient part = gradients.From(at + f);
                Open<TSimd, TVector>(part, filters, open, bias + f, s.Windows, block);
                Transposition.Copy(open, FilterBlock, turnedGradients, room, s.Windows, block);
                Transposition.Copy((float*)part.Places, filters, (float*)turnedPlaces, room, s.Windows, block);
                for (int i = 0; i < block; i++)
                {
                    int count =
                        ListByFilter(turnedGradients + i * room, turnedPlaces + i * room, s.Windows, windows, shifts, factors, offsets);
                    SparseRows.Add<TSimd, TVector>(rows + (nint)(f + i) * s.Patch, image, patch, factors, offsets, count);
                }
            }
        }
    }

    // Gradients of a block of filters, 0 where relu lets nothing pass; their sums go to the bias's gradient.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Open<TSimd, TVector>(PooledGradient gradients, int filters, float* open, float* bias, int windows, int block)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        for (int f = 0; f < block; f += TSimd.Count)
        {
            TVector lanes = TSimd.FirstLanes(block - f), sum = TSimd.Load(bias + f, lanes);
            for (int w = 0; w < windows; w++)
            {
                nint at = (nint)w * filters + f;
                TVector gradient =
                    Through<TSimd, TVector>(TSimd.Load((float*)gradients.Places + at, lanes), TSimd.Load(gradients.Values + at, lanes));
                sum = TSimd.Add(sum, gradient);
                TSimd.Store(gradient, open + w * FilterBlock + f, lanes);
            }
            TSimd.Store(sum, bias + f, lanes);
        }
    }

    // The gradient of relu: 0 where the place is closed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Through<TSimd, TVector>(TVector places, TVector gradient)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged => TSimd.Select(TSimd.BitsBelow(places, PooledConv2DSizes.Closed), gradient, TSimd.Zero);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ListByFilter(float* gradients, int* places, int count, int* windows, int* shifts, float* factors, int* offsets)
    {
        int w = 0, end = 0;
        if (Simd.Has512)
        {
            Vector512<int> table = Avx512F.LoadVector512(shifts);
            // The lists have room for whole registers.
            for (; w < count; w += 16)
            {
                Vector512<float> g = Avx512F.LoadVector512(gradients + w);
                Vector512<int> something = Avx512F.And(Avx512F.CompareLessThan(Vector512<int>.Indices, Vector512.Create(count - w)),
                    Avx512F.CompareNotEqual(g, Vector512<float>.Zero).AsInt32());
                Vector512<int> offset =
                    Avx512F.Add(Avx512F.LoadVector512(windows + w), Avx512F.PermuteVar16x32(table, Avx512F.LoadVector512(places + w)));
                Avx512F.Store(factors + end, Avx512F.Compress(Vector512<float>.Zero, something.AsSingle(), g));
                Avx512F.Store(offsets + end, Avx512F.Compress(Vector512<int>.Zero, something, offset));
                end += BitOperations.PopCount(something.ExtractMostSignificantBits());
            }
        }
        // Without a branch: an entry that does not count is overwritten by the next one.
        for (; w < count; w++)
        {
            factors[end] = gradients[w];
            offsets[end] = windows[w] + shifts[places[w] % PooledConv2DSizes.Closed];
            end += gradients[w] != 0 ? 1 : 0;
        }
        return end;
    }
}
