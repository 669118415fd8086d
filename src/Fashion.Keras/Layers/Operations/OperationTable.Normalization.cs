namespace Fashion.Keras.Layers;

// Normalizations, scores of outputs, attention, blocks.
internal static partial class OperationTable
{
    private static KerasOperation[] Normalizations() =>
    [
        Network("BatchNorm", ["x", "mean", "variance", "offset", "scale"], ["axis", "epsilon"], nameof(Ops.BatchNormalization), a =>
            Ops.BatchNormalization(a.Tensor("x"), a.Tensor("mean"), a.Tensor("variance"), a.Int("axis"), Optional(a, "offset"),
                Optional(a, "scale"), a.Number("epsilon", 1e-3))),
        Network("LayerNorm", ["x", "gamma", "beta"], ["axis", "epsilon", "rms_scaling"],
            nameof(Ops.LayerNormalization), a => !a.Bool("rms_scaling", false)
            ? Ops.LayerNormalization(a.Tensor("x"), Optional(a, "gamma"), Optional(a, "beta"), a.Ints("axis"), a.Number("epsilon", 1e-7))
            : throw new ArgumentException("layer_normalization with rms_scaling is not supported")),
        Network("RMSNorm", ["x", "scale"], ["axis", "epsilon"], nameof(Ops.RmsNormalization), a =>
            Ops.RmsNormalization(a.Tensor("x"), Optional(a, "scale"), a.Ints("axis"), a.Number("epsilon", 1e-7))),
        Network("Normalize", ["x"], ["axis", "order", "epsilon"], nameof(Ops.Normalize),
            a => Ops.Normalize(a.Tensor("x"), a.Ints("axis") ?? [-1], a.Int("order", 2), a.Number("epsilon", 1e-7))),
        Network("OneHot", ["x"], ["num_classes", "axis", "dtype", "sparse"], nameof(Ops.OneHot),
            a => Ops.OneHot(a.Tensor("x"), a.Int("num_classes"), Dense(a).Int("axis", -1))),
        Network("MultiHot", ["inputs"], ["num_classes", "axis", "dtype", "sparse"],
            nameof(Ops.MultiHot), a => Dense(a).Int("axis", -1) == -1
            ? Ops.MultiHot(a.Tensor("inputs"), a.Int("num_classes"))
            : throw new ArgumentException("multi_hot along another axis than the last is not supported")),
        Network("BinaryCrossentropy", ["target", "output"], ["from_logits"], nameof(Ops.BinaryCrossentropy),
            a => Ops.BinaryCrossentropy(a.Tensor("target"), a.Tensor("output"), a.Bool("from_logits", false))),
        Network("CategoricalCrossentropy", ["target", "output"], ["from_logits", "axis"], nameof(Ops.CategoricalCrossentropy), a =>
            Ops.CategoricalCrossentropy(a.Tensor("target"), a.Tensor("output"), a.Bool("from_logits", false), a.Int("axis", -1))),
        Network("SparseCategoricalCrossentropy", ["target", "output"], ["from_logits", "axis"],
            nameof(Ops.SparseCategoricalCrossentropy), a =>
            Ops.SparseCategoricalCrossentropy(a.Tensor("target"), a.Tensor("output"), a.Bool("from_logits", false), a.Int("axis", -1))),
        Network("PSNR", ["x1", "x2"], ["max_val"], nameof(Ops.Psnr), a => Ops.Psnr(a.Tensor("x1"), a.Tensor("x2"), a.Number("max_val"))),
        Network("DotProductAttention", ["query", "key", "value", "bias", "mask", "scale"],
            ["is_causal", "flash_attention", "attn_logits_soft_cap"], nameof(Ops.DotProductAttention), a => !a.Has("attn_logits_soft_cap")
            ? Ops.DotProductAttention(a.Tensor("query"), a.Tensor("key"), a.Tensor("value"), Optional(a, "bias"), Optional(a, "mask"),
                a.Has("scale") ? a.Number("scale") : null, a.Bool("is_causal", false))
            : throw new ArgumentException("dot_product_attention with attn_logits_soft_cap is not supported")),
        Network("DepthToSpace", ["x"], ["block_size", "data_format"], nameof(Ops.DepthToSpace),
            a => Ops.DepthToSpace(a.Tensor("x"), a.Int("block_size"), Format(a))),
        Network("SpaceToDepth", ["x"], ["block_size", "data_format"], nameof(Ops.SpaceToDepth),
            a => Ops.SpaceToDepth(a.Tensor("x"), a.Int("block_size"), Format(a))),
        Network("Unfold", ["x"], ["kernel_size", "dilation", "padding", "stride"], nameof(Ops.Unfold), a =>
            Ops.Unfold(a.Tensor("x"), Pair(a, "kernel_size") ?? throw new ArgumentException("'kernel_size' is missing"),
                Pair(a, "dilation"), Pair(a, "padding"), Pair(a, "stride"))),
        Network("Fold", ["x"], ["output_size", "kernel_size", "dilation", "padding", "stride"], nameof(Ops.Fold), a =>
            Ops.Fold(a.Tensor("x"), Pair(a, "output_size") ?? throw new ArgumentException("'output_size' is missing"),
                Pair(a, "kernel_size") ?? throw new ArgumentException("'kernel_size' is missing"),
                Pair(a, "dilation"), Pair(a, "padding"), Pair(a, "stride"))),
    ];

    private static KerasOperation Network(string className, string[] inputs, string[] settings, string method,
        Func<OperationArguments, SymbolicTensor> compute) =>
        new(className, KerasOperation.Networks, inputs, settings, compute) { Method = method };

    private static SymbolicTensor? Optional(OperationArguments a, string name) => a.Has(name) ? a.Tensor(name) : null;

    private static OperationArguments Dense(OperationArguments a) =>
        a.Bool("sparse", false) ? throw new ArgumentException("sparse tensors are not supported") : a;

    private static DataFormat Format(OperationArguments a) => Word(a, "data_format", DataFormat.ChannelsLast);

    // One number for both sides, or two; null where there are none.
    private static Size2D? Pair(OperationArguments a, string name) => a.Ints(name) switch
    {
        null => null,
        [var both] => both,
        [var height, var width] => (height, width),
        var other => throw new ArgumentException($"'{name}' should be one number or two, but has {other.Length}"),
    };
}
