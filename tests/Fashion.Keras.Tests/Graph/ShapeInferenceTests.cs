using Fashion.Keras.Graph;

namespace Fashion.Keras.Tests.Graph;

/// <summary>Operands that do not fit: every message names what was given and what would be right.</summary>
public sealed class ShapeInferenceTests
{
    private static readonly Conv2DGeometry Plain = new(1, 1, 0, 0, 0, 0, 1);

    [Fact]
    public void Binary_SizesDiffer_NamesTheAxis() =>
        Fails(new BinaryOp(BinaryKind.Add), "Shapes (2, 3) and (2, 4)", "axis 1 has 3 against 4", [2, 3], [2, 4]);

    [Fact]
    public void Select_SizesDiffer_NamesTheShapes() => Fails(new SelectOp(), "(3,)", "(2,)", [3], [1], [2]);

    [Fact]
    public void Reshape_OtherCount_NamesBothCounts() => Fails(new ReshapeOp([4]), "(2, 3) (6 elements)", "(4,) (4 elements)", [2, 3]);

    [Fact]
    public void Transpose_AxisTwice_SaysWhatIsNeeded() => Fails(new TransposeOp([0, 0]), "(0, 0)", "every axis from 0 to 1", [2, 3]);

    [Fact]
    public void Broadcast_NotASingleAxis_NamesTheTarget() => Fails(new BroadcastOp([2, 4]), "(2, 3)", "(2, 4)", [2, 3]);

    [Fact]
    public void Concat_OtherAxesDiffer_NamesTheAxis() => Fails(new ConcatOp(0), "(2, 3) and (2, 4)", "along axis 0", [2, 3], [2, 4]);

    [Fact]
    public void Slice_Outside_NamesTheBlock() => Fails(new SliceOp([1], [3]), "the sizes (3,) that begins at (1,)", "(3,)", [3]);

    [Fact]
    public void Pad_OtherRank_NamesTheShape() => Fails(new PadOp([1], [1]), "as many axes", "(2, 2)", [2, 2]);

    [Fact]
    public void Reduce_NoSuchAxis_NamesTheAxes() => Fails(new ReduceOp(ReduceKind.Sum, [2], false), "(2, 3)", "axes (2,)", [2, 3]);

    [Fact]
    public void MatMul_InnerSizesDiffer_NamesThem() =>
        Fails(new MatMulOp(TransposeLeft: true), "(2, 3) and (3, 4)", "inner sizes 2 and 3", [2, 3], [3, 4]);

    [Fact]
    public void MatMul_Vector_SaysWhatIsNeeded() => Fails(new MatMulOp(), "two axes", "(3,)", [3], [3, 4]);

    [Fact]
    public void MatMul_BatchesDiffer_NamesTheShapes() => Fails(new MatMulOp(), "same leading axes", "(3, 3, 4)", [2, 2, 3], [3, 3, 4]);

    [Fact]
    public void SparseCrossentropy_OtherRows_SaysWhatIsNeeded() =>
        Fails(new SparseCrossentropyOp(true), "class numbers of shape (4,)", "(4, 1)", [4, 3], [4, 1]);

    [Fact]
    public void Conv2D_OtherChannels_SaysHowMany() =>
        Fails(new Conv2DOp(Plain), "with 2 channels", "(1, 5, 5, 3)", [1, 5, 5, 3], [3, 3, 2, 4]);

    [Fact]
    public void Conv2D_KernelLargerThanImage_NamesBoth() =>
        Fails(new Conv2DOp(Plain), "(4, 3, 1, 1)", "(1, 3, 3, 1)", [1, 3, 3, 1], [4, 3, 1, 1]);

    [Fact]
    public void Conv2D_FiltersNotDivisible_NamesTheGroups() =>
        Fails(new Conv2DOp(Plain with { Groups = 2 }), "2 groups", "3 filters", [1, 3, 3, 2], [1, 1, 1, 3]);

    [Fact]
    public void Conv2DBackwardInput_OtherResults_SaysWhichShape() =>
        Fails(new Conv2DBackwardInputOp(Plain, [1, 3, 3, 1]), "results of shape (1, 2, 2, 1)", "(1, 3, 3, 1)", [2, 2, 1, 1], [1, 3, 3, 1]);

    [Fact]
    public void Pool2D_WindowLargerThanImage_NamesBoth() =>
        Fails(new MaxPool2DOp(new Pool2DGeometry((3, 2), 1, 0, 0, 0, 0)), "(3, 2)", "(1, 2, 2, 1)", [1, 2, 2, 1]);

    [Fact]
    public void Adam_GradientOfAnotherShape_NamesTheWeight()
    {
        var w = new Variable("kernel", [2, 3]);
        Fails(new AdamUpdateOp(w, w, w, null, 0.9, 0.999, 1e-7), "'kernel' of shape (2, 3)", "(3, 2)", [3, 2], []);
    }

    private static void Fails(Op op, string says, string alsoSays, params Shape[] shapes)
    {
        using var graph = new GraphBuilder();
        Value[] inputs = [.. shapes.Select((s, i) => graph.Input($"x{i}", s))];
        var error = Assert.Throws<ShapeMismatchException>(() => graph.Add(op, inputs));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(alsoSays, error.Message, StringComparison.Ordinal);
    }
}
