using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fashion.Keras.Kernels;

// Gradient of the images of a pooled convolution. At most one place of a window and filter carries gradient, and relu leaves
// zeros among those: for each place the filters that carry something are listed (their gradient, and where their kernel
// begins), and the patch under the place gets the sum of the listed kernels. A zero gradient adds nothing, not even against
// an infinite weight. Sums rest in the (padded) image. An image is gone through once for each row of the kernel, so that the
// rows of all filters stay in the nearest cache.
internal static unsafe partial class PooledConv2D
{
    /// <summary>The code of <c>BackwardInput</c>.</summary>
    public static readonly KernelCode BackwardInputCode =
        KernelCode.All(KernelCode.Of(typeof(PooledConv2D), nameof(BackwardInput), nameof(ListByPlace)), SparseRows.AddRowCode);

    /// <summary>
    /// Floats of scratch for <see cref="BackwardInput(float*, PooledGradient, float*, in PooledConv2DSizes, int, int, float*)"/>.
    /// </summary>
    public static long BackwardInputScratch(in PooledConv2DSizes s) =>
        s.Conv.KernelCount + 16L + 2L * s.Area * ListRoom(checked(s.Windows * s.Conv.Filters)) + 2L * s.Windows * s.Area + s.Area
            + PaddedImage.ScratchFloats(s.Conv);

    /// <summary>The gradient of images <paramref name="first"/> to <paramref name="end"/>.</summary>
    public static void BackwardInput(float* kernel, PooledGradient gradients, float* images, in PooledConv2DSizes s, int first, int end,
        float* scratch)
    {
        if (Simd.Has512) BackwardInput<Simd512, Vector512<float>>(kernel, gradients, images, s, first, end, scratch);
        else if (Simd.Has256) BackwardInput<Simd256, Vector256<float>>(kernel, gradients, images, s, first, end, scratch);
        else BackwardInput<Simd128, Vector128<float>>(kernel, gradients, images, s, first, end, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardInput<TSimd, TVector>(float* kernel, PooledGradient gradients, float* images, in PooledConv2DSizes s,
        int first, int end, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Range(first, end, s.Conv.Batch);
        KernelGuard.Memory(kernel, s.Conv.KernelCount);
        KernelGuard.Memory(gradients.Values, s.PooledCount);
        KernelGuard.Memory(gradients.Places, s.PooledCount);
        KernelGuard.Memory(images, s.Conv.ImageCount);
        KernelGuard.Memory(scratch, BackwardInputScratch(s));
        KernelGuard.Apart(images, s.Conv.ImageCount, gradients.Values, s.PooledCount);
        KernelGuard.Apart(images, s.Conv.ImageCount, gradients.Places, s.PooledCount);
        KernelGuard.Apart(images, s.Conv.ImageCount, kernel, s.Conv.KernelCount);
        if (first >= end) return;
        int filters = s.Conv.Filters, patch = s.Patch, columns = s.PatchRow, windows = s.Windows, area = s.Area,
            room = ListRoom(windows * filters);
        float* transposed = scratch, factors = transposed + (s.Conv.KernelCount + 15) / 16 * 16;
        int* offsets = (int*)factors + area * room, patches = offsets + area * room, ends = patches + windows * area;
        float* border = (float*)(ends + (windows + 1) * area);
        Transposition.Copy(kernel, filters, transposed, patch, patch, filters);
        for (int w = 0; w < windows; w++)
            for (int place = 0; place < area; place++) patches[w * area + place] = s.PatchOffset(w, place);
        bool inside = s.Conv.IsInside;
        nint row = s.Conv.DilationHeight * PaddedImage.Row(s.Conv);
        int imageCount = s.Conv.Height * s.Conv.Width * s.Conv.Channels,
            targetCount = inside ? imageCount : PaddedImage.ScratchFloats(s.Conv);
        for (int n = first; n < end; n++)
        {
            float* image = images + (nint)n * imageCount, target = inside ? image : border;
            new Span<float>(target, targetCount).Clear();

            // A list per place, through all windows; where the part of a window ends is kept.
            new Span<int>(ends, area).Clear();
            for (int w = 0; w < windows; w++)
                ListByPlace(gradients.From(((nint)n * windows + w) * filters), filters, patch, area, factors, offsets, room,
                    ends + w * area);
            for (int k = 0; k < s.Conv.KernelHeight; k++)
            {
                float* source = transposed + k * columns, targets = target + k * row;
                for (int i = 0; i < windows * area; i++)
                {
                    nint start = i % area * room + ends[i];
                    SparseRows.AddRow<TSimd, TVector>(targets + patches[i], source, columns, factors + start, offsets + start,
                        ends[i + area] - ends[i]);
                }
            }
            if (!inside) PaddedImage.Crop(border, image, s.Conv);
        }
    }

    // Room for a list of so many entries, written a register at a time.
    private static int ListRoom(int entries) => (entries + 31) / 16 * 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ListByPlace(PooledGradient gradients, int filters, int patch, int area, float* factors, int* offsets, int room,
        int* ends)
    {
        // The ends of the window before are the starts of this one, and become its ends one window later.
        int* counts = ends + area;
        for (int place = 0; place < area; place++) counts[place] = ends[place];
        int f = 0;
        if (Simd.Has512)
        {
            Vector512<int> kernels = Avx512F.MultiplyLow(Vector512<int>.Indices, Vector512.Create(patch));
            for (; f + 16 <= filters; f += 16)
            {
                Vector512<float> g = Avx512F.LoadVector512(gradients.Values + f);
                Vector512<int> at = Avx512F.LoadVector512(gradients.Places + f),
                    something = Avx512F.CompareNotEqual(g, Vector512<float>.Zero).AsInt32(),
                    offset = Avx512F.Add(kernels, Vector512.Create(f * patch));
                for (int place = 0; place < area; place++)
                {
                    Vector512<int> here = Avx512F.And(Avx512F.CompareEqual(at, Vector512.Create(place)), something);
                    int end = place * room + counts[place];
                    Avx512F.Store(factors + end, Avx512F.Compress(Vector512<float>.Zero, here.AsSingle(), g));
                    Avx512F.Store(offsets + end, Avx512F.Compress(Vector512<int>.Zero, here, offset));
                    counts[place] += BitOperations.PopCount(here.ExtractMostSignificantBits());
                }
            }
        }
        // Without a branch: an entry that does not count is overwritten by the next one.
        for (; f < filters; f++)
        {
            float g = gradients.At(f);
            int place = gradients.Places[f] % PooledConv2DSizes.Closed, end = place * room + counts[place];
            factors[end] = g;
            offsets[end] = f * patch;
            counts[place] += g != 0 ? 1 : 0;
        }
    }
}
