namespace Fashion.Keras.Kernels;

/// <summary>Tiles of kernels of 3 x 3 taps, for gradients of the kernel and for pooling, too.</summary>
internal unsafe interface IWinogradGradientTile : IWinogradTile
{
    /// <summary>Tiles that are transformed together for the gradient of the kernel.</summary>
    static abstract int GradientTiles { get; }

    /// <summary>
    /// The results of a tile, pooled over windows of 2 x 2: the view is that of the maxima, which lie like their places.
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

    /// <summary>G^T dU G: the gradients of the taps. The places of several groups are added in the groups' order.</summary>
    static abstract void StoreTaps<TSimd, TVector>(float* places, nint distance, nint group, int groups, float* kernel, nint tap,
        TVector lanes, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged;
}
