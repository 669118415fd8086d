namespace Fashion.Keras.Kernels;

/// <summary>What the sums of a tile start from.</summary>
internal enum TileStart
{
    /// <summary>Zero.</summary>
    Zero,

    /// <summary>One row for all (a bias).</summary>
    Row,

    /// <summary>What the result holds already.</summary>
    Result,
}

/// <summary>One block of a matrix product for <see cref="Tile"/>; sizes and distances in floats.</summary>
internal unsafe struct TileProduct
{
    /// <summary>Where each row of the left side begins.</summary>
    public Pointers A;

    /// <summary>Where each row of the result begins.</summary>
    public Pointers C;

    /// <summary>Distance between two steps in a row of the left side.</summary>
    public nint Step;

    /// <summary>Steps of a segment.</summary>
    public nint Length;

    /// <summary>Number of segments.</summary>
    public int Segments;

    /// <summary>From a segment of the left side to the next.</summary>
    public nint AShift;

    /// <summary>First row of the right side.</summary>
    public float* B;

    /// <summary>Distance between two rows of the right side.</summary>
    public nint BRow;

    /// <summary>What lies between the right side's rows of two segments.</summary>
    public nint BShift;

    public TileStart Start;

    /// <summary>The row for <see cref="TileStart.Row"/>.</summary>
    public float* Row;

    /// <summary>Goes on to the columns further right.</summary>
    public void MoveColumns(int columns)
    {
        B += columns;
        Row += columns;
        for (int r = 0; r < Tile.MaxRows; r++) C[r] += columns;
    }

    /// <summary>Eight row pointers.</summary>
    public struct Pointers
    {
        private fixed long _pointers[Tile.MaxRows];

        public float* this[int row]
        {
            readonly get => (float*)_pointers[row];
            set => _pointers[row] = (long)value;
        }
    }
}
