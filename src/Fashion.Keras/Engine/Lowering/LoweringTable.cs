using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>Which lowering turns which op into steps.</summary>
internal static class LoweringTable
{
    /// <summary>
    /// Ops without a step: their slots are all there is to them, or <see cref="ElementwiseClusters"/> has put others in their place.
    /// </summary>
    public static bool IsWithoutStep(Op op) =>
        op is ConstantOp or ScalarOp or VariableOp or UnaryOp or BinaryOp or SelectOp or BroadcastOp;

    /// <summary>Adds the steps of a node, if its op has any.</summary>
    public static void Lower(Node node, PlanBuilder plan)
    {
        if (!IsWithoutStep(node.Op)) Of(node.Op).Lower(node, plan);
    }

    /// <summary>The lowering of an op that has steps. It is made when an op asks for it, so a first plan loads no others.</summary>
    public static ILowering Of(Op op) => op switch
    {
        ReshapeOp => new ReshapeLowering(),
        InputOp => new InputLowering(),
        AssignOp => new AssignLowering(),
        ElementwiseOp => new ElementwiseLowering(),
        MatMulOp => new MatMulLowering(),
        DenseOp => new DenseLowering(),
        DenseUpdateOp => new DenseUpdateLowering(),
        ProjectedLoopOp => new ProjectedLoopLowering(),
        Conv2DOp => new Conv2DLowering(),
        Conv2DBiasOp => new Conv2DBiasLowering(),
        Conv2DBackwardInputOp => new Conv2DBackwardInputLowering(),
        Conv2DBackwardKernelOp => new Conv2DBackwardKernelLowering(),
        WinogradOp => new WinogradLowering(),
        PooledConv2DOp => new PooledConv2DLowering(),
        PooledConv2DBackwardInputOp => new PooledConv2DBackwardInputLowering(),
        PooledConv2DBackwardKernelOp => new PooledConv2DBackwardKernelLowering(),
        MaxPool2DOp => new MaxPool2DLowering(),
        MaxPool2DBackwardOp => new MaxPool2DBackwardLowering(),
        AveragePool2DOp => new AveragePool2DLowering(),
        AveragePool2DBackwardOp => new AveragePool2DBackwardLowering(),
        BatchNormalizationOp => new BatchNormalizationLowering(),
        BatchNormalizationBackwardOp => new BatchNormalizationBackwardLowering(),
        NormalizedReluOp => new NormalizedReluLowering(),
        NormalizedReluBackwardOp => new NormalizedReluBackwardLowering(),
        SoftmaxOp => new SoftmaxLowering(),
        CrossentropyOp => new CrossentropyLowering(),
        CrossentropyBackwardOp => new CrossentropyBackwardLowering(),
        SparseCrossentropyOp => new SparseCrossentropyLowering(),
        SparseCrossentropyBackwardOp => new SparseCrossentropyBackwardLowering(),
        ArgMaxOp => new ArgMaxLowering(),
        InTopKOp => new InTopKLowering(),
        OneHotOp => new OneHotLowering(),
        ReduceOp => new ReduceLowering(),
        TransposeOp => new TransposeLowering(),
        ConcatOp => new ConcatLowering(),
        SliceOp => new SliceLowering(),
        PadOp => new PadLowering(),
        GatherOp => new GatherLowering(),
        ScatterAddOp => new ScatterAddLowering(),
        ScatterOp => new ScatterLowering(),
        LayerNormalizationOp => new LayerNormalizationLowering(),
        LayerNormalizationBackwardOp => new LayerNormalizationBackwardLowering(),
        AttentionOp => new AttentionLowering(),
        AttentionBackwardOp => new AttentionBackwardLowering(),
        RecurrenceOp => new RecurrenceLowering(),
        RecurrentLoopOp => new RecurrentLoopLowering(),
        RecurrentLoopBackwardOp => new RecurrentLoopBackwardLowering(),
        ArgSortOp => new ArgSortLowering(),
        SearchSortedOp => new SearchSortedLowering(),
        TakeAlongOp => new TakeAlongLowering(),
        AddAlongOp => new AddAlongLowering(),
        DropoutOp => new DropoutLowering(),
        RandomOp => new RandomLowering(),
        VariateOp => new VariateLowering(),
        AverageRanksOp => new AverageRanksLowering(),
        AdamUpdateOp => new AdamUpdateLowering(),
        SgdUpdateOp => new SgdUpdateLowering(),
        _ => throw new NotSupportedException($"The managed engine has no lowering for '{op.Name}'."),
    };
}
