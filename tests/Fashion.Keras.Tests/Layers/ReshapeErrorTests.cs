using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Layers;

/// <summary>A reshape that does not fit says how many elements there are on both sides, and which layer asked.</summary>
public sealed class ReshapeErrorTests
{
    [Theory, InlineData(new[] { 4, 2 }, "8"), InlineData(new[] { 4, -1 }, "a multiple of 4"), InlineData(new[] { 7 }, "7")]
    public void Layer_OtherNumberOfElements_StatesBothCounts(int[] target, string count)
    {
        var error = Assert.Throws<ShapeMismatchException>(() => Input.Of([2, 3]).Then(new Reshape(target, name: "fold")));
        Assert.Equal("fold", error.LayerName);
        foreach (string part in (string[])["'fold'", "(2, 3)", "6 elements", count, string.Join(", ", target)])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(new[] { 4, 2 }, "8 elements"), InlineData(new[] { -1, 4 }, "a multiple of 4 elements"),
        InlineData(new[] { -1, -1 }, "one size can be -1")]
    public void Ops_OtherNumberOfElements_StatesBothCountsAndTheLayer(int[] target, string count)
    {
        var error = Assert.Throws<ShapeMismatchException>(() => Input.Of([2, 3]).Then(new Folding(target)));
        Assert.Equal("mine", error.LayerName);
        foreach (string part in (string[])["'mine'", "(1, 2, 3)", count]) Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    private sealed class Folding(int[] target) : Layer("mine")
    {
        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => Ops.Reshape(inputs, target);
    }
}
