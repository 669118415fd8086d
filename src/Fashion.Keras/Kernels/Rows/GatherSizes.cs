namespace Fashion.Keras.Kernels;

/// <summary>Sizes of a look-up of Count row numbers in a table (Rows, Width).</summary>
internal readonly record struct GatherSizes(int Count, int Rows, int Width);
