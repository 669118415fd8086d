namespace Fashion.Keras.Kernels;

/// <summary>
/// A size of the tiles of minimal filtering: the transformations between the numbers of a tile and its places, for some lanes of channels
/// or filters. Places lie a distance apart, row after row. Calls are inlined with a constant <c>whole</c>; without it only the lanes that
/// are on are read and written. All have scratch memory of <see cref="Winograd.TileScratch"/> floats.
/// </summary>
internal unsafe interface IWinogradTile
{
    /// <summary>Rows of a tile's results.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of a tile's results.</summary>
    static abstract int Columns { get; }

    /// <summary>Rows of a tile's patch.</summary>
    static abstract int PatchRows { get; }

    /// <summary>Columns of a tile's patch.</summary>
    static abstract int PatchColumns { get; }

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

    /// <summary>G g G^T: the places of a kernel.</summary>
    static abstract void SpreadKernel<TSimd, TVector>(float* kernel, nint tap, float* places, nint distance, TVector lanes, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged;
}
