namespace Fashion.Keras.Kernels;

/// <summary>Sizes of a block of rows that <see cref="SparseRows"/> adds to, and the floats from a row to the next on both sides.</summary>
internal readonly record struct SparseRowsSizes(nint TargetRow, nint SourceRow, int Rows, int Columns);
