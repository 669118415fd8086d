using System.Runtime.CompilerServices;
using static Fashion.Keras.Kernels.LaneAccess;

namespace Fashion.Keras.Kernels;

/// <summary>
/// F(4, 3): kernels of one row and three taps, 6 products for 4 results, by the transformations of <see cref="WinogradTile4"/> in one
/// direction.
/// </summary>
internal readonly unsafe struct WinogradLine3 : IWinogradTile
{
    public static int Rows => 1;

    public static int Columns => 4;

    public static int PatchRows => 1;

    public static int PatchColumns => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SpreadPatch<TSimd, TVector>(float* patch, nint pixel, nint row, float* places, nint distance, TVector lanes,
        bool whole, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged =>
        WinogradTile4.SpreadPixels<TSimd, TVector>(patch, pixel, places, distance, lanes, whole, whole);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreResults<TSimd, TVector>(float* products, nint distance, in ChannelEpilogue after, int filter,
        in TileView results, TVector lanes, bool whole, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        WinogradTile4.Join<TSimd, TVector>(products, distance, lanes, whole, out TVector y0, out TVector y1, out TVector y2,
            out TVector y3);
        after.Store<TSimd, TVector>(y0, filter, results.First, lanes, whole);
        if (results.Columns > 1) after.Store<TSimd, TVector>(y1, filter, results.At(0, 1), lanes, whole);
        if (results.Columns > 2) after.Store<TSimd, TVector>(y2, filter, results.At(0, 2), lanes, whole);
        if (results.Columns > 3) after.Store<TSimd, TVector>(y3, filter, results.At(0, 3), lanes, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SpreadKernel<TSimd, TVector>(float* kernel, nint tap, float* places, nint distance, TVector lanes, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged =>
        WinogradTile4.SpreadTaps<TSimd, TVector>(TSimd.Load(kernel, lanes), TSimd.Load(kernel + tap, lanes),
            TSimd.Load(kernel + 2 * tap, lanes), places, distance, lanes, false);
}
