using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Functions;

/// <summary>Borders and windows; the expected numbers are those of Keras 3.16 on PyTorch.</summary>
public sealed class PadAndFoldTests
{
    private static readonly SymbolicTensor Row = new float[] { 1, 2, 3, 4 }, Rows = Ops.Reshape(Ops.ARange(6), [2, 3]);

    [Theory]
    [InlineData("constant", 1, new float[] { 0, 1, 2, 3, 4, 0 })]
    [InlineData("reflect", 3, new float[] { 4, 3, 2, 1, 2, 3, 4, 3, 2, 1 })]
    [InlineData("symmetric", 4, new float[] { 4, 3, 2, 1, 1, 2, 3, 4, 4, 3, 2, 1 })]
    [InlineData("symmetric", 5, new float[] { 4, 4, 3, 2, 1, 1, 2, 3, 4, 4, 3, 2, 1, 1 })]
    [InlineData("reflect", 0, new float[] { 1, 2, 3, 4 })]
    [InlineData("edge", 2, new float[] { 1, 1, 1, 2, 3, 4, 4, 4 })]
    public void Pad_OfOneAxis_IsKerass(string mode, int padWidth, float[] want) =>
        Assert.Equal(want, Ops.Pad(Row, padWidth, mode).ToArray());

    [Fact]
    public void Pad_OfTwoAxes_IsKerass()
    {
        Assert.Equal([5, 4, 3, 4, 5, 4, 3, 2, 1, 0, 1, 2, 1, 0, 5, 4, 3, 4, 5, 4, 3],
            Ops.Pad(Rows, [(1, 0), (2, 2)], "reflect").ToArray());
        Assert.Equal([0, 0, 1, 2, 2, 1, 0, 0, 1, 2, 2, 1, 3, 3, 4, 5, 5, 4, 3, 3, 4, 5, 5, 4, 0, 0, 1, 2, 2, 1],
            Ops.Pad(Rows, [(1, 2)], "symmetric").ToArray());
        Assert.Equal([2], Ops.Pad(2f, 1, "symmetric").ToArray());
    }

    [Fact]
    public void UnfoldAndFold_WithAllArguments_AreKerass()
    {
        SymbolicTensor columns = Ops.Unfold(Ops.Reshape(Ops.ARange(20), [1, 1, 4, 5]), (2, 3), (2, 1), (1, 2), (2, 3));

        Assert.Equal([1, 6, 6], columns.Shape);
        Assert.Equal([0, 0, 0, 0, 6, 9, 0, 0, 0, 0, 7, 0, 0, 0, 0, 5, 8, 0, 0, 6, 9, 0, 16, 19, 0, 7, 0, 0, 17, 0, 5, 8, 0, 15, 18, 0],
            columns.ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 10, 12, 14, 16, 18, 0, 0, 0, 0, 0, 15, 16, 17, 18, 19],
            Ops.Fold(columns, (4, 5), (2, 3), (2, 1), (1, 2), (2, 3)).ToArray());
    }

    public static TheoryData<string, Func<SymbolicTensor>, string[]> Mistakes => new()
    {
        { "negative", () => Ops.Pad(Row, -1), ["Ops.Pad", "must not be negative", "-1"] },
        { "negative", () => Ops.Pad(Rows, [(0, 1), (1, -2)], "reflect"), ["Ops.Pad", "must not be negative", "-2"] },
        { "negative", () => Ops.Pad(Row, [-1], [0]), ["Ops.Pad", "must not be negative"] },
        { "nothing to reflect", () => Ops.Pad(Ops.Zeros([0, 2]), [(1, 0), (0, 0)], "symmetric"), ["Ops.Pad", "size 0"] },
        { "axes", () => Ops.Pad(Row, [(1, 0), (2, 2)]), ["Ops.Pad", "2 axes", "(4,)"] },
        { "axes", () => Ops.Pad(Row, [1, 1], [0, 0]), ["Ops.Pad", "(1, 1) before", "(4,)"] },
        { "mode", () => Ops.Pad(Row, 1, "wrap"), ["Ops.Pad", "'wrap'", "constant, edge, reflect and symmetric"] },
        { "constant", () => Ops.Pad(Row, 1, "reflect", 2), ["Ops.Pad", "constantValues", "'reflect'"] },
        { "step 0", () => Ops.Fold(Ops.Ones([1, 9, 1]), 3, 3, stride: 0), ["Fold", "steps (0, 0)", "positive"] },
        { "distance 0", () => Ops.Unfold(Ops.Ones([1, 1, 3, 3]), 3, dilation: 0), ["Unfold", "distances (0, 0)", "positive"] },
        { "padding", () => Ops.Fold(Ops.Ones([1, 9, 1]), 3, 3, padding: -1), ["Fold", "padding must not be negative", "(-1, -1)"] },
        { "padding", () => Ops.Unfold(Ops.Ones([1, 1, 3, 3]), 3, padding: -1), ["Unfold", "padding must not be negative"] },
        { "size 0", () => Ops.Fold(Ops.Ones([1, 9, 1]), 0, 3), ["Fold", "outputSize", "(0, 0)"] },
        // A window that is one pixel larger than the image has no place, whatever the step.
        { "window", () => Ops.Fold(Ops.Ones([1, 9, 1]), 2, 3, stride: 2), ["(2, 2) have 0 times 0 windows", "Fold got 1"] },
        { "window", () => Ops.Unfold(Ops.Ones([1, 1, 2, 2]), 3, stride: 2), ["(3, 3)", "does not fit", "2 by 2"] },
        { "cells", () => Ops.Fold(Ops.Ones([1, 8, 1]), 3, 3), ["Fold needs windows (batch, channels * 9, windows)", "(1, 8, 1)"] },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void Arguments_ThatCannotBe_AreNamed(string mistake, Func<SymbolicTensor> call, string[] parts)
    {
        Exception error = Assert.ThrowsAny<ArgumentException>(call);
        foreach (string part in parts) Assert.True(error.Message.Contains(part, StringComparison.Ordinal), $"{mistake}: {error.Message}");
    }
}
