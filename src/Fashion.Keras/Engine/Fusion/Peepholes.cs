namespace Fashion.Keras.Engine;

/// <summary>All rules, in the order in which they are tried over the whole graph.</summary>
internal static class Peepholes
{
    public static IReadOnlyList<IPeephole> All { get; } =
        [new PadSumPeephole(), new PooledConv2DPeephole(), new WinogradPeephole(), new Conv2DPeephole(), new DensePeephole(),
            new DenseUpdatePeephole()];
}
