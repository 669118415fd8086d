namespace Fashion.Keras.Graph;

/// <summary>The way between the two data formats of tensors with a batch axis, spatial axes and a channel axis.</summary>
internal static class ChannelOrder
{
    /// <summary>The tensor with its channels last.</summary>
    public static SymbolicTensor ToLast(SymbolicTensor x, DataFormat format) =>
        format == DataFormat.ChannelsLast ? x : Ops.Transpose(x, [0, .. Enumerable.Range(2, x.Shape.Rank - 2), 1]);

    /// <summary>A tensor with its channels last in the given format.</summary>
    public static SymbolicTensor FromLast(SymbolicTensor x, DataFormat format) =>
        format == DataFormat.ChannelsLast ? x : Ops.Transpose(x, [0, x.Shape.Rank - 1, .. Enumerable.Range(1, x.Shape.Rank - 2)]);
}
