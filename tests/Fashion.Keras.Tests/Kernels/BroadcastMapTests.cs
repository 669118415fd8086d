using Fashion.Keras.Kernels;
using Fashion.Keras.Reference;
using BroadcastMap = Fashion.Keras.Kernels.BroadcastMap;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Parts of a repeated array, from every place on.</summary>
public sealed unsafe class BroadcastMapTests : VectorKernelContract
{
    private static readonly (int[] Source, int[] Target)[] Shapes =
    [
        ([], [7]), ([1], [33]), ([5], [3, 5]), ([17], [4, 17]), ([3, 1], [3, 5]), ([3, 1], [3, 40]), ([2, 1, 3], [2, 4, 3]),
        ([1, 4, 1], [3, 4, 5]), ([1, 1, 2], [3, 2, 2]), ([2, 3, 1, 1], [2, 3, 2, 9]),
    ];

    internal override Type Kernel => typeof(BroadcastMap);

    [Fact]
    public void Kinds_AreRecognized()
    {
        Assert.True(new BroadcastMap([2, 3], [2, 3]).IsIdentity);
        Assert.True(new BroadcastMap([2, 1, 3], [2, 1, 3]).IsIdentity);
        Assert.True(new BroadcastMap([1], [4, 3]).IsScalar);
        Assert.Equal(3, new BroadcastMap([3], [4, 3]).Period);
        Assert.Equal(0, new BroadcastMap([4, 1], [4, 3]).Period);
    }

    private protected override void Run(KernelCall call)
    {
        foreach ((int[] source, int[] target) in Shapes)
        {
            var map = new BroadcastMap(source, target);
            double[] x = KernelCall.SpecialNumbers(Layout.Count(source), 1), want = Broadcast.Forward(x, source, target);
            for (int start = 0; start < want.Length; start++)
                foreach (int count in new[] { 0, 1, (want.Length - start) / 2, want.Length - start })
                {
                    call.Begin($"({string.Join(", ", source)}) to ({string.Join(", ", target)}), {count} elements from {start} on");
                    map.Fill(call.In(x), call.Out(want[start..(start + count)], 0, 0), start, count);
                    call.End();
                }
        }
    }
}
