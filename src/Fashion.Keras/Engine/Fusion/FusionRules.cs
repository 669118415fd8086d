namespace Fashion.Keras.Engine;

/// <summary>All rules, in the order in which they are tried over the whole graph.</summary>
internal static class FusionRules
{
    public static IReadOnlyList<IFusionRule> All { get; } =
        [new PadSumFusionRule(), new ReshapeFusionRule(), new NormalizationFusionRule(), new PooledConv2DFusionRule(),
            new WinogradFusionRule(), new Conv2DFusionRule(), new DenseFusionRule(), new ProjectedLoopFusionRule(),
            new DenseUpdateFusionRule()];
}
