using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

// Windows of four places (2 x 2 above all): the sums of a window, two registers of filters wide, never leave the registers, in
// which they are compared as well. The kernel is packed into panels first, so that its rows lie side by side, filled up with
// zeros; a table says where the taps of a patch lie in the image, so kernels of any size, dilation and number of channels take
// one loop.
internal static unsafe partial class PooledConv2D
{
    private const int FourPlaces = 4;

    // A panel for every two registers of filters, each with its bias, and the table of taps.
    private static long ForwardPool4Scratch(in PooledConv2DSizes s) => (s.Conv.Filters + 32L) * (s.Patch + 1) + (s.Patch + 15) / 16 * 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardPool4<TSimd, TVector>(float* images, float* kernel, float* bias, float* pooled, int* places,
        in PooledConv2DSizes s, int first, int end, bool relu, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        if (first >= end) return;
        int width = 2 * TSimd.Count, filters = s.Conv.Filters, patch = s.Patch;
        bool nineTaps = FitsNineTaps(s, TSimd.Count);
        int* taps = (int*)scratch;
        float* panels = scratch + (patch + 15) / 16 * 16, border = scratch + ForwardPool4Scratch(s);
        TapOffsets(s.Conv, taps, patch);
        for (int f = 0; f < filters; f += width)
            PackPanel(kernel + f, bias == null ? null : bias + f, panels + (nint)f * (patch + 1), patch, filters,
                Math.Min(width, filters - f), width);
        FourShifts shifts = new(s.PatchOffset(0, 1), s.PatchOffset(0, 2), s.PatchOffset(0, 3));
        while (first < end)
        {
            int n = first / s.PooledHeight, last = Math.Min(end, (n + 1) * s.PooledHeight);
            float* image = PaddedImage.Of(images, n, s.Conv, border);
            int row = first - n * s.PooledHeight, endRow = last - n * s.PooledHeight;
            for (int f = 0; f < filters; f += width)
                for (int u = row; u < endRow; u++)
                {
                    nint at = ((nint)n * s.Windows + u * s.PooledWidth) * filters + f,
                        step = s.WindowWidth * s.Conv.StrideWidth * s.Conv.Channels;
                    float* windows = image + s.PatchOffset(u * s.PooledWidth, 0), panel = panels + (nint)f * (patch + 1);
                    int columns = Math.Min(width, filters - f);
                    if (nineTaps)
                        ForwardPool4Taps9Row512(windows, panel, taps, shifts, step, s.PooledWidth, pooled + at, places + at, filters,
                            columns, relu);
                    else ForwardPool4Row<TSimd, TVector>(windows, panel, taps, patch, shifts, step, s.PooledWidth, pooled + at, places + at,
                        filters, columns, relu);
                }
            first = last;
        }
    }

    private static void PackPanel(float* kernel, float* bias, float* panel, int rows, int row, int columns, int width)
    {
        for (int i = -1; i < rows; i++, panel += width)
        {
            var target = new Span<float>(panel, width);
            target[columns..].Clear();
            if (i < 0 && bias == null) target.Clear();
            else new ReadOnlySpan<float>(i < 0 ? bias : kernel + (nint)i * row, columns).CopyTo(target);
        }
    }

    // A row of windows: the first register row of the panel is the bias.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardPool4Row<TSimd, TVector>(float* window, float* panel, int* taps, int patch, FourShifts shifts, nint step,
        int windows, float* pooled, int* places, int filters, int columns, bool relu)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector low = TSimd.FirstLanes(columns), high = TSimd.FirstLanes(columns - TSimd.Count);
        for (int v = 0; v < windows; v++)
        {
            float* x0 = window, x1 = window + shifts.First, x2 = window + shifts.Second, x3 = window + shifts.Third, b = panel;
            TVector c0L = TSimd.Load(b), c0H = TSimd.Load(b + TSimd.Count);
            TVector c1L = c0L, c2L = c0L, c3L = c0L, c1H = c0H, c2H = c0H, c3H = c0H;
            for (nint t = 0; t < patch; t++)
            {
                b += 2 * TSimd.Count;
                nint tap = taps[t];
                TVector bL = TSimd.Load(b), bH = TSimd.Load(b + TSimd.Count), x;
                x = TSimd.Create(x0[tap]);
                c0L = TSimd.MultiplyAdd(x, bL, c0L);
                c0H = TSimd.MultiplyAdd(x, bH, c0H);
                x = TSimd.Create(x1[tap]);
                c1L = TSimd.MultiplyAdd(x, bL, c1L);
                c1H = TSimd.MultiplyAdd(x, bH, c1H);
                x = TSimd.Create(x2[tap]);
                c2L = TSimd.MultiplyAdd(x, bL, c2L);
                c2H = TSimd.MultiplyAdd(x, bH, c2H);
                x = TSimd.Create(x3[tap]);
                c3L = TSimd.MultiplyAdd(x, bL, c3L);
                c3H = TSimd.MultiplyAdd(x, bH, c3H);
            }
            StoreBest<TSimd, TVector>(c0L, c1L, c2L, c3L, relu, pooled, places, low);
            if (columns > TSimd.Count)
                StoreBest<TSimd, TVector>(c0H, c1H, c2H, c3H, relu, pooled + TSimd.Count, places + TSimd.Count, high);
            window += step;
            pooled += filters;
            places += filters;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StoreBest<TSimd, TVector>(TVector c0, TVector c1, TVector c2, TVector c3, bool relu, float* pooled, int* places,
        TVector lanes)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector best = c0, place = TSimd.Zero;
        if (TSimd.AnyNaN(c0, c1) | TSimd.AnyNaN(c2, c3))
        {
            Better<TSimd, TVector>(c1, Place<TSimd, TVector>(1), ref best, ref place);
            Better<TSimd, TVector>(c2, Place<TSimd, TVector>(2), ref best, ref place);
            Better<TSimd, TVector>(c3, Place<TSimd, TVector>(3), ref best, ref place);
            if (relu) Rectify<TSimd, TVector>(ref best, ref place);
        }
        else
        {
            // Of equals the first wins, here too; what looks after NaN is left out.
            TVector above = TSimd.MaxNumber(c1, c0), below = TSimd.MaxNumber(c3, c2);
            place = TSimd.Select(TSimd.GreaterThan(c1, c0), Place<TSimd, TVector>(1), place);
            TVector placeBelow = TSimd.Select(TSimd.GreaterThan(c3, c2), Place<TSimd, TVector>(3), Place<TSimd, TVector>(2));
            place = TSimd.Select(TSimd.GreaterThan(below, above), placeBelow, place);
            best = TSimd.MaxNumber(below, above);
            if (relu)
            {
                place = TSimd.Select(TSimd.GreaterThan(best, TSimd.Zero), place,
                    TSimd.Or(place, Place<TSimd, TVector>(PooledConv2DSizes.Closed)));
                best = TSimd.MaxNumber(best, TSimd.Zero);
            }
        }
        TSimd.Store(best, pooled, lanes);
        TSimd.Store(place, (float*)places, lanes);
    }

    // Of equals the first wins, of several NaN the last.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Better<TSimd, TVector>(TVector x, TVector itsPlace, ref TVector best, ref TVector place)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector wins = TSimd.Or(TSimd.GreaterThan(x, best), TSimd.IsNaN(x));
        best = TSimd.Select(wins, x, best);
        place = TSimd.Select(wins, itsPlace, place);
    }

    // relu, and no gradient through a 0; a NaN lets it pass.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rectify<TSimd, TVector>(ref TVector best, ref TVector place)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector open = TSimd.Or(TSimd.GreaterThan(best, TSimd.Zero), TSimd.IsNaN(best));
        best = TSimd.Select(open, best, TSimd.Zero);
        place = TSimd.Select(open, place, TSimd.Or(place, Place<TSimd, TVector>(PooledConv2DSizes.Closed)));
    }

    // Places are whole numbers; they travel as the bits of a float.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Place<TSimd, TVector>(int place)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged => TSimd.Create(BitConverter.Int32BitsToSingle(place));

    /// <summary>Where the patches of a window's other three places begin, from the first one.</summary>
    private readonly record struct FourShifts(nint First, nint Second, nint Third);
}
