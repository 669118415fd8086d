using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Convolutions of 1 x 1 that visit every pixel: y[r, f] = b[f] + sum over c of x[r, c] * k[c, f] for all pixels r, and relu on request.
/// <para>
/// Layout: two registers of columns of the kernel, a panel, are copied to lie together (rows of many filters are as far apart as lines that
/// displace each other in a cache); missing columns are 0. Pixels follow one another, so tiles need no list of their rows.
/// </para>
/// <para>
/// What is accumulated where: a tile of pixels and filters stays in registers over all channels and is activated there. Sums begin with
/// the bias and run over the channels in order. A block of pixels meets all panels while it is in the nearest cache.
/// </para>
/// <para>Tails: missing pixels repeat the last one; the last filters are stored with a mask.</para>
/// </summary>
internal static unsafe partial class Pointwise
{
    /// <summary>Pixels that meet all panels before the next ones do.</summary>
    public const int Block = 64;

    // With fewer, other kernels fill their registers better; with more, a panel is no longer in the nearest cache when it is needed again.
    private const int LeastChannels = 8, MostChannels = 512, LeastFilters = 5;

    private static readonly KernelCode Entry = KernelCode.Of(typeof(Pointwise), nameof(Prepare), nameof(Forward));
    private static readonly KernelCode High = KernelCode.Of(typeof(Pointwise), nameof(Tiles8));
    private static readonly KernelCode Low = KernelCode.Of(typeof(Pointwise), nameof(Tiles4));
    private static readonly KernelCode Narrow = KernelCode.Of(typeof(Pointwise), nameof(TilesNarrow));

    /// <summary>Whether a convolution is of this kind.</summary>
    public static bool Fits(in Conv2DSizes s) => s is
    {
        KernelHeight: 1, KernelWidth: 1, StrideHeight: 1, StrideWidth: 1, PadTop: 0, PadLeft: 0, Groups: 1,
        Channels: >= LeastChannels and <= MostChannels, Filters: >= LeastFilters
    } && s.OutHeight == s.Height && s.OutWidth == s.Width;

    /// <summary>Pixels of all images.</summary>
    public static int Pixels(in Conv2DSizes s) => s.Batch * s.Height * s.Width;

    /// <summary>Floats of what <c>Prepare</c> makes: for every panel its bias and its columns.</summary>
    public static long Scratch(in Conv2DSizes s) => PreparedFloats(s, Simd.Count);

    /// <summary>The code of <c>Prepare</c> and <c>Forward</c>.</summary>
    public static KernelCode ForwardCode(in Conv2DSizes s)
    {
        int last = s.Filters % (2 * Simd.Count);
        bool narrow = last > 0 && last <= Simd.Count;
        return KernelCode.All(Entry, s.Filters <= Simd.Count ? null : Simd.TileRows > 4 ? High : Low, narrow ? Narrow : null);
    }

    /// <summary>Copies the kernel and the bias (null for none) to where <c>Forward</c> reads them.</summary>
    public static void Prepare(float* kernel, float* bias, float* prepared, in Conv2DSizes s)
    {
        if (Simd.Has512) Prepare<Simd512, Vector512<float>>(kernel, bias, prepared, s);
        else if (Simd.Has256) Prepare<Simd256, Vector256<float>>(kernel, bias, prepared, s);
        else Prepare<Simd128, Vector128<float>>(kernel, bias, prepared, s);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Prepare<TSimd, TVector>(float* kernel, float* bias, float* prepared, in Conv2DSizes s)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Holds(Fits(s), s);
        KernelGuard.Memory(kernel, s.KernelCount);
        KernelGuard.MemoryOrNull(bias, s.Filters);
        KernelGuard.Memory(prepared, PreparedFloats(s, TSimd.Count));
        KernelGuard.Apart(prepared, PreparedFloats(s, TSimd.Count), kernel, s.KernelCount);
        float* to = prepared;
        for (int f = 0; f < s.Filters; f += 2 * TSimd.Count)
        {
            int columns = s.Filters - f;
            // One row more, before the others: the bias.
            for (int c = -1; c < s.Channels; c++)
            {
                float* from = c < 0 ? bias : kernel + (nint)c * s.Filters;
                Copy<TSimd, TVector>(from == null ? null : from + f, to, columns);
                to += TSimd.Count;
                if (columns <= TSimd.Count) continue;
                Copy<TSimd, TVector>(from == null ? null : from + f + TSimd.Count, to, columns - TSimd.Count);
                to += TSimd.Count;
            }
        }
    }

    /// <summary>
    /// Results of pixels <paramref name="first"/> to <paramref name="end"/>, counted over all images, with relu on request.
    /// </summary>
    public static void Forward(float* images, float* prepared, float* results, in Conv2DSizes s, int first, int end, bool relu)
    {
        if (Simd.Has512) Forward<Simd512, Vector512<float>>(images, prepared, results, s, first, end, relu);
        else if (Simd.Has256) Forward<Simd256, Vector256<float>>(images, prepared, results, s, first, end, relu);
        else Forward<Simd128, Vector128<float>>(images, prepared, results, s, first, end, relu);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TSimd, TVector>(float* images, float* prepared, float* results, in Conv2DSizes s, int first, int end,
        bool relu)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Holds(Fits(s), s);
        KernelGuard.Range(first, end, Pixels(s));
        KernelGuard.Memory(images, s.ImageCount);
        KernelGuard.Memory(prepared, PreparedFloats(s, TSimd.Count));
        KernelGuard.Memory(results, s.ResultCount);
        KernelGuard.Apart(results, s.ResultCount, images, s.ImageCount);
        KernelGuard.Apart(results, s.ResultCount, prepared, PreparedFloats(s, TSimd.Count));
        for (int at = first; at < end; at += Block)
        {
            int count = Math.Min(Block, end - at);
            float* x = images + (nint)at * s.Channels, y = results + (nint)at * s.Filters, start = prepared;
            for (int f = 0; f < s.Filters; f += 2 * TSimd.Count)
            {
                int columns = Math.Min(2 * TSimd.Count, s.Filters - f), width = columns > TSimd.Count ? 2 * TSimd.Count : TSimd.Count;
                float* panel = start + width;
                if (columns <= TSimd.Count) TilesNarrow<TSimd, TVector>(x, panel, start, y + f, s, count, columns, relu);
                else if (TSimd.TileRows > 4) Tiles8<TSimd, TVector>(x, panel, start, y + f, s, count, columns, relu);
                else Tiles4<TSimd, TVector>(x, panel, start, y + f, s, count, columns, relu);
                start = panel + (nint)s.Channels * width;
            }
        }
    }

    // A row of the kernel and the bias take whole registers.
    private static long PreparedFloats(in Conv2DSizes s, int lanes) => (s.Channels + 1L) * ((s.Filters + lanes - 1L) / lanes) * lanes;

    // Up to a register of numbers, and zeros.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<TSimd, TVector>(float* from, float* to, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        if (from == null) TSimd.Store(TSimd.Zero, to);
        else if (count >= TSimd.Count) TSimd.Store(TSimd.Load(from), to);
        else TSimd.Store(TSimd.Load(from, TSimd.FirstLanes(count)), to);
    }
}
