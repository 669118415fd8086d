using System.Runtime.CompilerServices;
using static Fashion.Keras.Kernels.LaneAccess;

namespace Fashion.Keras.Kernels;

/// <summary>
/// What is done with the sums of a convolution before they are stored: the bias of their channel is added (null for none), and relu is
/// applied on request. (No class: this is no kernel.)
/// </summary>
internal readonly unsafe struct ChannelEpilogue(float* bias, bool relu)
{
    /// <summary>The results of consecutive channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TSimd, TVector>(TVector sums, int channel, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        if (bias != null) sums = TSimd.Add(sums, Load<TSimd, TVector>(bias + channel, lanes, whole));
        // As relu does: the comparison is false for NaN, which stays.
        return relu ? TSimd.Select(TSimd.GreaterThan(TSimd.Zero, sums), TSimd.Zero, sums) : sums;
    }

    /// <summary>Stores the results of consecutive channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<TSimd, TVector>(TVector sums, int channel, float* destination, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged =>
        LaneAccess.Store<TSimd, TVector>(Of<TSimd, TVector>(sums, channel, lanes, whole), destination, lanes, whole);
}
