namespace Fashion.Keras.Kernels;

/// <summary>
/// Sizes of one matrix product c (Rows, Columns) = a (Rows, Inner) times b (Inner, Columns), and how the three lie in memory, in
/// floats.
/// </summary>
/// <param name="Rows">Rows of a and c.</param>
/// <param name="Inner">Columns of a, rows of b.</param>
/// <param name="Columns">Columns of b and c.</param>
/// <param name="ARow">From a row of a to the next.</param>
/// <param name="AStep">From a column of a to the next; 1 unless a is a transposed matrix.</param>
/// <param name="BRow">From a row of b to the next; where b is taken transposed, from one of its columns to the next.</param>
/// <param name="CRow">From a row of c to the next.</param>
internal readonly record struct MatMulSizes(int Rows, int Inner, int Columns, nint ARow, nint AStep, nint BRow, nint CRow)
{
    /// <summary>Floats from the first of a to the last, inclusive.</summary>
    public nint ASpan => Rows == 0 || Inner == 0 ? 0 : (Rows - 1) * ARow + (Inner - 1) * AStep + 1;

    /// <summary>Floats from the first of b to the last, inclusive.</summary>
    public nint BSpan => Inner == 0 || Columns == 0 ? 0 : (Inner - 1) * BRow + Columns;

    /// <summary>The same where b is taken transposed.</summary>
    public nint BTransposedSpan => Inner == 0 || Columns == 0 ? 0 : (Columns - 1) * BRow + Inner;

    /// <summary>Floats from the first of c to the last, inclusive.</summary>
    public nint CSpan => Rows == 0 || Columns == 0 ? 0 : (Rows - 1) * CRow + Columns;
}
