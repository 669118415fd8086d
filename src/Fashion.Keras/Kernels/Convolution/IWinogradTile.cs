namespace Fashion.Keras.Kernels;

/// <summary>
/// A size of the tiles of minimal filtering: the transformations between the numbers of a tile and its places, for some lanes of channels
/// or filters. Places lie a distance apart, row after row. Calls are inlined with a constant <c>whole</c>; without it only the lanes that
/// are on are read and written.
/// </summary>
internal unsafe interface IWinogradTile
{
    /// <summary>Results of a tile in each direction.</summary>
    static abstract int Side { get; }

    /// <summary>Floats of scratch that a call needs, for the widest registers.</summary>
    static abstract int Scratch { get; }

    /// <summary>Tiles that are transformed together for the gradient of the kernel.</summary>
    static abstract int GradientTiles { get; }

    /// <summary>B^T d B: the places of a patch.</summary>
    static abstract void SpreadPatch<TSimd, TVector>(float* patch, nint pixel, nint row, float* places, nint distance, TVector lanes,
        bool whole, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged;

    /// <summary>A^T m A: the results of a tile from the products of its places.</summary>
    static abstract void StoreResults<TSimd, TVector>(float* products, nint distance, in ChannelEpilogue after, int filter,
        in TileView results, TVector lanes, bool whole, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged;

    /// <summary>
    /// The same, pooled over windows of 2 x 2: the view is that of the windows. Their places are as far from the maxima as a window's
    /// are.
    /// </summary>
    static abstract void StorePooled<TSimd, TVector>(float* products, nint distance, in ChannelEpilogue after, int filter,
        in TileView pooled, int* places, bool relu, TVector lanes, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged;

    /// <summary>A dy A^T: the places of the results' gradients; results outside the image have none.</summary>
    static abstract void SpreadGradient<TSimd, TVector>(in TileView gradient, float* places, nint distance, TVector lanes, bool whole,
        float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged;

    /// <summary>G g G^T: the places of a kernel of 3 x 3 taps.</summary>
    static abstract void SpreadKernel<TSimd, TVector>(float* kernel, nint tap, float* places, nint distance, TVector lanes, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged;

    /// <summary>G^T dU G: the gradients of the taps. The places of several groups are added in the groups' order.</summary>
    static abstract void StoreTaps<TSimd, TVector>(float* places, nint distance, nint group, int groups, float* kernel, nint tap,
        TVector lanes, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged;
}
