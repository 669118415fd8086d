using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Checked;

/// <summary>
/// Every kind of guard fires, and says which kernel, what and how much. Nothing here is called without its check: the memory is too small.
/// </summary>
public sealed unsafe class KernelGuardTests
{
    [Fact]
    public void Library_OfTheseTests_HasGuards() => Assert.True(KernelGuard.IsActive);

    [Fact]
    public void NullPointer_IsRefused() =>
        Refuses("AdamUpdate.Apply: m is null but must have 3 elements.", m => AdamUpdate.Apply(m, null, m + 4, null, m + 8, 0, 0, 0, 0, 3));

    [Fact]
    public void NoElements_NeedNoPointer() => AdamUpdate.Apply(null, null, null, null, null, 0, 0, 0, 0, 0);

    [Fact]
    public void OptionalPointer_MayBeNull_AndIsCheckedWhenItIsNot()
    {
        Refuses("Dense.Combine: bias (0x", m => Dense.Combine(m, 1, 4, (float*)((byte*)m + 2), m + 8, 1, 4),
            " is not aligned to its elements of 4 bytes.");
        float* memory = stackalloc float[16];
        Dense.Combine(memory, 1, 4, null, memory + 8, 1, 4);
    }

    [Fact]
    public void UnalignedPointer_IsRefused() =>
        Refuses("ElementwiseLoops.Fill: y (0x", m => ElementwiseLoops.Fill(1, (float*)((byte*)m + 1), 3),
            " is not aligned to its elements of 4 bytes.");

    [Fact]
    public void NegativeCount_IsRefused() =>
        Refuses("SgdUpdate.Plain: count must be at least 0, not -1.", m => SgdUpdate.Plain(m, m + 4, 0, -1));

    [Fact]
    public void EndOutsideTheAddressSpace_IsRefused() =>
        Refuses("ElementwiseLoops.Fill: y (0xfffffffffffffff0) cannot have 9 elements: they would end outside the address space.",
            _ => ElementwiseLoops.Fill(1, (float*)(nuint.MaxValue - 15), 9));

    [Fact]
    public void ResultOverItsOperand_IsRefused() =>
        Refuses("Softmax.Forward: y (0x", m => Softmax.Forward(m, m + 1, 1, 4), ", 4 elements).");

    [Fact]
    public void ResultInPlaceOfItsOperand_IsTaken()
    {
        float* memory = stackalloc float[4];
        Softmax.Forward(memory, memory, 1, 4);
        Assert.Equal(0.25f, memory[3]);
    }

    [Fact]
    public void RangeOutsideItsLimit_IsRefused()
    {
        Conv2DSizes s = new(1, 3, 3, 1, 2, 2, 1, 2, 2, 1, 1, 1, 1, 0, 0, 1);
        Refuses("Conv2D.Forward: the range [1, 3) must lie in [0, (long)s.Batch * s.OutHeight = 2).",
            m => Conv2D.Forward(m, m + 16, null, m + 32, s, 1, 3, null));
        Refuses("Conv2D.Forward: the range [-1, 2) must lie in", m => Conv2D.Forward(m, m + 16, null, m + 32, s, -1, 2, null));
        Refuses("Conv2D.Forward: the range [2, 1) must lie in", m => Conv2D.Forward(m, m + 16, null, m + 32, s, 2, 1, null));
    }

    [Fact]
    public void SizesThatDoNotFitEachOther_AreRefused()
    {
        Refuses("Conv2D.Forward: groups that divide channels and filters does not hold for Conv2DSizes { Batch = 1,",
            m => Conv2D.Forward(m, m, null, m, new(1, 3, 3, 3, 2, 2, 4, 2, 2, 1, 1, 1, 1, 0, 0, 2), 0, 1, null));
        Refuses("MatMul.Multiply: rows of the result that do not overlap does not hold for MatMulSizes { Rows = 2, ",
            m => MatMul.Multiply(m, m, m, new(2, 2, 3, 2, 1, 3, 2)));
        Refuses("Reduction.Run: rows that do not overlap does not hold for ReductionSizes {",
            m => Reduction.Run<BinaryFunctions.Add>(m, m, new(1, 2, 3, 2), 0, 1));
        Refuses("Depthwise.Forward: Fits(s) does not hold",
            m => Depthwise.Forward(m, m, m, m, new(1, 3, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 1), 0, 1, false, null));
    }

    // An extent that does not fit an int is what no later check could notice: the counts themselves have wrapped by then.
    [Fact]
    public void SizesBeyondInt_AreRefused()
    {
        Refuses("a padded image within int does not hold",
            m => Conv2D.Forward(m, m, null, m, new(1, 8, 8, 2, 2, 2, 1, 8, 8, 1, 1, 1 << 30, 1 << 30, 0, 0, 1), 0, 1, m));
        Refuses("element counts within int does not hold",
            m => MaxPool2D.Forward(m, m, (int*)m, new(65536, 65536, 1, 1, 1, 2, 2, 1, 1, 0, 0), 0, 1));
        Refuses("element counts within int does not hold", m => Dense.Forward(m, m, m, new(1, 50_000, 50_000), 0, 0, 1));
    }

    [Fact]
    public void TileWithTooManyRows_IsRefused() => Refuses("Tile.Multiply: rows must be at most", m =>
    {
        TileProduct p = default;
        Tile.Multiply<Simd128, System.Runtime.Intrinsics.Vector128<float>>(ref p, 9, 1);
    });

    private delegate void Call(float* memory);

    private static void Refuses(string start, Call call, string end = "")
    {
        float* memory = stackalloc float[64];
        string message = "";
        try
        {
            call(memory);
        }
        catch (KernelGuardException refused)
        {
            message = refused.Message;
        }
        Assert.Contains(start, message, StringComparison.Ordinal);
        Assert.EndsWith(end, message, StringComparison.Ordinal);
    }
}
