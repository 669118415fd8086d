using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fashion.Keras.Kernels;

// Gradient of the images of a pooled convolution. At most one place of a window and filter carries gradient, and relu leaves
// zeros among those: for each place the filters that carry something are listed (their gradient, and where their kernel
// begins), and the patch under the place gets the sum of the listed kernels. A zero gradient adds nothing, not even against
// an infinite weight. Sums rest in the (padded) image.
internal static unsafe partial class PooledConv2D
{
    /// <summary>Floats of scratch for <see cref="BackwardInput(float*, PooledGradient, float*, in PooledConv2DSizes, int, int, float*)"/>.</summary>
    public static int BackwardInputScratch(in PooledConv2DSizes s) => s.Conv.KernelCount + 16 + 2 * s.Area * ListRoom(s.Conv.Filters) + PaddedImage.ScratchFloats(s.Conv);

    /// <summary>The gradient of images <paramref name="first"/> to <paramref name="end"/>.</summary>
    public static void BackwardInput(float* kernel, PooledGradient gradients, float* images, in PooledConv2DSizes s, int first, int end, float* scratch)
    {
        if (Simd.Has512) BackwardInput<Simd512, Vector512<float>>(kernel, gradients, images, s, first, end, scratch);
        else if (Simd.Has256) BackwardInput<Simd256, Vector256<float>>(kernel, gradients, images, s, first, end, scratch);
        else BackwardInput<Simd128, Vector128<float>>(kernel, gradients, images, s, first, end, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardInput<TSimd, TVector>(float* kernel, PooledGradient gradients, float* images, in PooledConv2DSizes s, int first, int end, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        if (first >= end) return;
        int filters = s.Conv.Filters, patch = s.Patch, room = ListRoom(filters);
        float* turned = scratch, factors = turned + (s.Conv.KernelCount + 15) / 16 * 16;
        int* offsets = (int*)factors + s.Area * room;
        float* border = factors + 2 * s.Area * room;
        int* counts = stackalloc int[PooledConv2DSizes.MaxArea];
        Transposition.Copy(kernel, filters, turned, patch, patch, filters);
        bool inside = s.Conv.IsInside;
        nint row = s.Conv.DilationHeight * PaddedImage.Row(s.Conv);
        for (int n = first; n < end; n++)
        {
            float* image = images + (nint)n * s.Conv.Height * s.Conv.Width * s.Conv.Channels, target = inside ? image : border;
            new Span<float>(target, inside ? s.Conv.Height * s.Conv.Width * s.Conv.Channels : PaddedImage.ScratchFloats(s.Conv)).Clear();
            for (int w = 0; w < s.Windows; w++)
            {
                nint at = ((nint)n * s.Windows + w) * filters;
                ListByPlace(gradients.From(at), filters, patch, s.Area, factors, offsets, room, counts);
                for (int place = 0; place < s.Area; place++)
                    if (counts[place] > 0)
                        SparseRows.Add<TSimd, TVector>(target + s.PatchOffset(w, place), row, turned, s.PatchRow, s.Conv.KernelHeight, s.PatchRow, factors + place * room, offsets + place * room, counts[place]);
            }
            if (!inside) PaddedImage.Crop(border, image, s.Conv);
        }
    }

    // Room for a list of so many entries, written a register at a time.
    private static int ListRoom(int entries) => (entries + 31) / 16 * 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ListByPlace(PooledGradient gradients, int filters, int patch, int area, float* factors, int* offsets, int room, int* counts)
    {
        new Span<int>(counts, area).Clear();
        int f = 0;
        if (Simd.Has512)
        {
            Vector512<int> kernels = Vector512<int>.Indices * patch;
            for (; f + 16 <= filters; f += 16)
            {
                Vector512<float> g = Vector512.Load(gradients.Values + f);
                if (gradients.Pooled != null) g = Vector512.AndNot(g, Vector512.Equals(Vector512.Load(gradients.Pooled + f), Vector512<float>.Zero));
                Vector512<int> at = Vector512.Load(gradients.Places + f), something = ~Vector512.Equals(g, Vector512<float>.Zero).AsInt32(), offset = kernels + Vector512.Create(f * patch);
                for (int place = 0; place < area; place++)
                {
                    Vector512<int> here = Vector512.Equals(at, Vector512.Create(place)) & something;
                    int end = place * room + counts[place];
                    Avx512F.Compress(Vector512<float>.Zero, here.AsSingle(), g).Store(factors + end);
                    Avx512F.Compress(Vector512<int>.Zero, here, offset).Store(offsets + end);
                    counts[place] += BitOperations.PopCount(here.ExtractMostSignificantBits());
                }
            }
        }
        // Without a branch: an entry that does not count is overwritten by the next one.
        for (; f < filters; f++)
        {
            float g = gradients.At(f);
            int place = gradients.Places[f], end = place * room + counts[place];
            factors[end] = g;
            offsets[end] = f * patch;
            counts[place] += g != 0 ? 1 : 0;
        }
    }
}
