namespace Fashion.Keras.Layers;

// Convolutions and poolings.
internal static partial class OperationTable
{
    private static string[] WindowSettings => ["strides", "padding", "data_format", "dilation_rate"];

    private static KerasOperation[] Windows() =>
    [
        Network("Conv", ["inputs", "kernel"], WindowSettings, nameof(Ops.Conv),
            a => Ops.Conv(a.Tensor("inputs"), a.Tensor("kernel"), Sizes(a, "strides"), Border(a), Format(a), Sizes(a, "dilation_rate"))),
        Network("ConvTranspose", ["inputs", "kernel"], [.. WindowSettings, "output_padding"], nameof(Ops.ConvTranspose), a =>
            Ops.ConvTranspose(a.Tensor("inputs"), a.Tensor("kernel"), Sizes(a, "strides"), Border(a), Sizes(a, "output_padding"), Format(a),
                Sizes(a, "dilation_rate"))),
        Network("DepthwiseConv", ["inputs", "kernel"], WindowSettings, nameof(Ops.DepthwiseConv), a =>
            Ops.DepthwiseConv(a.Tensor("inputs"), a.Tensor("kernel"), Sizes(a, "strides"), Border(a), Format(a),
                Sizes(a, "dilation_rate"))),
        Network("SeparableConv", ["inputs", "depthwise_kernel", "pointwise_kernel"], WindowSettings, nameof(Ops.SeparableConv), a =>
            Ops.SeparableConv(a.Tensor("inputs"), a.Tensor("depthwise_kernel"), a.Tensor("pointwise_kernel"), Sizes(a, "strides"),
                Border(a), Format(a), Sizes(a, "dilation_rate"))),
        Network("MaxPool", ["inputs"], ["pool_size", "strides", "padding", "data_format"], nameof(Ops.MaxPool), a =>
            Ops.MaxPool(a.Tensor("inputs"), Need(a.Ints("pool_size"), "pool_size"), Sizes(a, "strides"), Border(a), Format(a))),
        Network("AveragePool", ["inputs"], ["pool_size", "strides", "padding", "data_format"], nameof(Ops.AveragePool), a =>
            Ops.AveragePool(a.Tensor("inputs"), Need(a.Ints("pool_size"), "pool_size"), Sizes(a, "strides"), Border(a), Format(a))),
        Network("AdaptiveMaxPool", ["inputs"], ["output_size", "data_format"], nameof(Ops.AdaptiveMaxPool),
            a => Ops.AdaptiveMaxPool(a.Tensor("inputs"), Need(a.Ints("output_size"), "output_size"), Format(a))),
        Network("AdaptiveAveragePool", ["inputs"], ["output_size", "data_format"], nameof(Ops.AdaptiveAveragePool), a =>
            Ops.AdaptiveAveragePool(a.Tensor("inputs"), Need(a.Ints("output_size"), "output_size"), Format(a))),
    ];

    private static Shape? Sizes(OperationArguments a, string name) => a.Ints(name) is { } sizes ? Shape.Create(sizes) : null;

    private static Padding Border(OperationArguments a) => a.Text("padding", "valid") switch
    {
        "valid" => Padding.Valid,
        "same" => Padding.Same,
        "causal" => Padding.Causal,
        var other => throw new ArgumentException($"the padding '{other}' is not known"),
    };
}
