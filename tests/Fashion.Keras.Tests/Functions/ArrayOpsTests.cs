using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Functions;

/// <summary>What golden cases cannot show: items, operators, results whose size depends on numbers, and messages.</summary>
public sealed class ArrayOpsTests
{
    private static readonly SymbolicTensor X = new float[,] { { 1, -2, 3 }, { 4, 5, -6 } };

    [Fact]
    public void Items_AreThoseOfPython()
    {
        Assert.Equal([4, 5, -6], X[1].ToArray());
        Assert.Equal([3, -6], X[.., -1].ToArray());
        Assert.Equal([3, -6], X[.., ^1].ToArray());
        Assert.Equal([5], X[1..2, 1].ToArray());
        Assert.Equal([-2, 3, 5, -6], X[.., 1..].ToArray());
        Assert.Equal([1, -2, 4, 5], X[.., ..^1].ToArray());
        Assert.Equal([3, -2, 1, -6, 5, 4], X[.., AxisIndex.Slice(null, null, -1)].ToArray());
        Assert.Equal([1, 3], X[0, AxisIndex.Slice(0, null, 2)].ToArray());
        Assert.Equal([2, 1], X[AxisIndex.Ellipsis, 0, AxisIndex.NewAxis].Shape);
        Assert.Equal(Shape.Scalar, X[1, 2].Shape);
        Assert.Equal([2, 0], X[.., 3..].Shape);
        Assert.Contains("does not exist", Assert.Throws<ArgumentException>(() => X[2]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => X[0, 0, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => AxisIndex.Slice(0, 1, 0));
    }

    [Fact]
    public void Items_HaveGradients() =>
        Assert.Equal([0, 0, 2, 0, 0, 2], Function.Gradient(x => Ops.Sum(x[.., 2]) * 2).Call(X).ToArray());

    [Fact]
    public void Operators_Compare()
    {
        Assert.Equal([1, 1, 0, 0, 0, 1], (X < 2).ToArray());
        Assert.Equal([0, 0, 1, 1, 1, 0], (X >= 2).ToArray());
        Assert.Equal([1, 0, 1, 0, 1, 0], (X % 2).ToArray());
        Assert.Equal([0, 1, 1], (new float[] { -1, 0, 1 } > (SymbolicTensor)(-1)).ToArray());
        Assert.Equal([1, 1, 0], ((SymbolicTensor)new float[] { -1, 0, 1 } <= 0).ToArray());
    }

    [Fact]
    public void BinCount_CountsKnownNumbers()
    {
        Assert.Equal([1, 2, 0, 1], Ops.BinCount(new[] { 1, 1, 3, 0 }).ToArray());
        Assert.Equal([0.5f, 3, 0, 4, 0, 0], Ops.BinCount(new[] { 1, 1, 3, 0 }, new float[] { 1, 2, 4, 0.5f }, minLength: 6).ToArray());
        Assert.Contains("SegmentSum", Assert.Throws<InvalidOperationException>(() => Ops.BinCount(Input.Of([3]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Segments_OfKnownNumbers_NeedNoNumber()
    {
        Assert.Equal([0, 0, 0, 5, 3, -3], Ops.SegmentSum(X, new[] { 1, 1 }).ToArray());
        Assert.Contains("numSegments", Assert.Throws<ArgumentException>(() => Ops.SegmentMax(Input.Of([3]), Input.Of([]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Repeat_EachItsOwnNumberOfTimes() =>
        Assert.Equal([1, 3, 3, 4, -6, -6], Ops.Repeat(X, [1, 0, 2], 1).ToArray());

    [Fact]
    public void ArgPartition_PutsTheKthInItsPlace()
    {
        float[] numbers = [5, 1, 4, 2, 3];
        float[] order = Ops.ArgPartition(numbers, 2).ToArray();
        Assert.Equal(3, numbers[(int)order[2]]);
        Assert.All(order[..2], i => Assert.True(numbers[(int)i] < 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ops.ArgPartition(numbers, 5));
    }

    [Fact]
    public void Select_TakesTheFirstThatIsMet() =>
        Assert.Equal([1, 20, 3, 4, 5, 20], Ops.Select([X > 0, X < 0], [X, 20], 0).ToArray());

    [Fact]
    public void SliceUpdate_ReplacesABlock_AndItsGradientIsShared()
    {
        Assert.Equal([1, 7, 8, 4, 5, -6], Ops.SliceUpdate(X, [0, 1], new float[,] { { 7, 8 } }).ToArray());
        Assert.Equal([1, 0, 0, 1, 1, 1], Function.Gradient(x => Ops.SliceUpdate(x, [0, 1], new float[,] { { 7, 8 } })).Call(X).ToArray());
        Assert.Throws<ShapeMismatchException>(() => Ops.SliceUpdate(X, [1, 1], new float[2, 1]));
    }

    [Fact]
    public void Pad_WithTheEdge_AndPadsLongerThanTheAxis()
    {
        Assert.Equal([1, 1, 1, 2, 2], Ops.Pad(new float[] { 1, 2 }, [2], [1], "edge").ToArray());
        Assert.Equal([1, 2, 1, 2, 1, 2], Ops.Pad(new float[] { 1, 2 }, [2], [2], "reflect").ToArray());
        Assert.Equal([3, 3, 3, 3, 3], Ops.Pad(new float[] { 3 }, [2], [2], "reflect").ToArray());
        Assert.Equal([2, 1, 1, 2, 2, 1], Ops.Pad(new float[] { 1, 2 }, [2], [2], "symmetric").ToArray());
        Assert.Throws<ArgumentException>(() => Ops.Pad(X, [0, 0], [0, 0], "wrap"));
    }

    [Fact]
    public void Trapezoid_WithPlaces() =>
        Assert.Equal([4.5f], [Ops.Trapezoid(new float[] { 1, 2, 3 }, new float[] { 0, 1, 2.2f }).ToScalar()]);

    [Fact]
    public void ConstantFunctions_AreFunctions() => Assert.Equal([0, 0], Function.Define(_ => Ops.Zeros([2])).Call(X).ToArray());

    [Fact]
    public void SeveralResults_BetweenLayers_AreOneOperationThatIsSaved()
    {
        SymbolicTensor input = Input.Of([4]);
        (SymbolicTensor values, SymbolicTensor indices) = Ops.TopK(input, 2);
        var model = new Model(input, [values, indices, .. Ops.Split(input, [1, 3], 1)]);
        float[,] x = { { 3, 1, 4, 2 }, { 5, 9, 2, 6 } };
        using var folder = new TemporaryFolder();
        string path = folder.File("model.keras");
        model.Save(path);
        float[][] want = [[4, 3, 9, 6], [2, 0, 1, 3], [3, 5], [1, 4, 9, 2], [2, 6]];
        Assert.Equal(want, Function.Define(context => model.Apply([context.Inputs[0]])).CallAll(x).Select(y => y.ToArray()));
        Model loaded = Model.Load(path);
        Assert.Equal(want, Function.Define(context => loaded.Apply([context.Inputs[0]])).CallAll(x).Select(y => y.ToArray()));
        Assert.Equal(model.Layers.Select(l => l.Name), loaded.Layers.Select(l => l.Name));
    }

    [Fact]
    public void Messages_SayWhatDoesNotFit()
    {
        Assert.Throws<ShapeMismatchException>(() => Ops.Split(X, 2, 1));
        Assert.Throws<ShapeMismatchException>(() => Ops.Unstack(X, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ops.TopK(X, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Quantile(X, 1.5));
        Assert.Throws<ArgumentException>(() => Ops.Quantile(X, 0.5, method: "cubic"));
        Assert.Throws<ArgumentException>(() => Ops.ScatterUpdate(X, new[,] { { 0 } }, new float[1, 3], "mean"));
        Assert.Throws<ArgumentException>(() => Ops.Cast(X, "complex64"));
        Assert.Throws<ArgumentException>(() => Ops.Norm(X, 2));
        Assert.Contains("out of range", Assert.Throws<ArgumentException>(() => Ops.Take(X, new[] { 6 })).Message, StringComparison.Ordinal);
    }
}
