namespace Fashion.Keras.Kernels;

/// <summary>The tiles that a convolution by minimal filtering is computed in.</summary>
internal enum WinogradShape
{
    /// <summary><see cref="WinogradTile2"/>.</summary>
    Tile2,

    /// <summary><see cref="WinogradTile4"/>.</summary>
    Tile4,

    /// <summary><see cref="WinogradLine3"/>.</summary>
    Line3,

    /// <summary><see cref="WinogradLine5"/>.</summary>
    Line5,
}
