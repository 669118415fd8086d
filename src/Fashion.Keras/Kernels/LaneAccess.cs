using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Registers of a row whose last one may be filled in part. Whole ones are read and written without a mask, with which memory that is
/// far from the core takes twice as long. Callers are inlined with a constant <c>whole</c>. (No class: these are no kernels.)
/// </summary>
internal readonly unsafe struct LaneAccess
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TSimd, TVector>(float* source, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged => whole ? TSimd.Load(source) : TSimd.Load(source, lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TSimd, TVector>(TVector value, float* destination, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        if (whole) TSimd.Store(value, destination);
        else TSimd.Store(value, destination, lanes);
    }
}
