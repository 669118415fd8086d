using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Functions;

/// <summary>
/// Operations on NaN, equal numbers and no numbers, as Keras 3.16 on PyTorch has them; and what is said of arguments that cannot be.
/// </summary>
public class OpsAtTheirLimitsTests
{
    private const float NaN = float.NaN, Infinity = float.PositiveInfinity;

    private static readonly SymbolicTensor Matrix = new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }, Empty = Ops.Zeros([0, 3]);

    [Fact]
    public void Gradient_OfDeviations_IsThatOfTheNumbersThatAreThere()
    {
        AssertClose.Equal([-0.8889f, -0.2222f, 1.1111f, 0], Slope(a => Ops.NanVar(a, axis: 1), new float[,] { { 1, 2, 4, NaN } }), 1e-4,
            1e-4, "numbers");
        AssertClose.Equal([-0.3563f, -0.0891f, 0.4454f, 0], Slope(a => Ops.NanStd(a, axis: 1), new float[,] { { 1, 2, 4, NaN } }), 1e-4,
            1e-4, "numbers");
        AssertClose.Equal([0, 0, 0, -0.4082f, 0, 0.4082f], Slope(a => Ops.Std(a, axis: 1), new float[,] { { 1, 1, 1 }, { 1, 2, 3 } }), 1e-4,
            1e-4, "numbers");
        Assert.Equal([0f, 0], Slope(a => Ops.Std(a, axis: 1), new float[,] { { 1 }, { 2 } }));
        Assert.Equal([0.8164966f, 0], Ops.Std(new float[,] { { 1, 2, 3 }, { 7, 7, 7 } }, axis: 1).ToArray());
        float[] variances = Ops.NanVar(new float[,] { { NaN, NaN, NaN, NaN }, { 1, 2, 4, NaN } }, axis: 1).ToArray();
        Assert.Equal(NaN, variances[0]);
        Assert.Equal(1.5555555f, variances[1], 1e-6f);
    }

    [Fact]
    public void Values_BesideNaNAndInfinity_StayThere()
    {
        Assert.Equal([1, 0, 0, 0, Infinity, 0, 0, 0, NaN], Ops.DiagFlat(new float[] { 1, Infinity, NaN }).ToArray());
        Assert.Equal([0, 0, Infinity, 0], Ops.Diag(new float[] { Infinity }, k: -1).ToArray());
        Assert.Equal([NaN, 0.5f, 0], Ops.SoftShrink(new float[] { NaN, 1, 0.1f }).ToArray());
        Assert.Equal([NaN, 1, 0], Ops.HardShrink(new float[] { NaN, 1, 0.1f }).ToArray());
        Assert.Equal([NaN, 1, 9], Ops.Threshold(new float[] { NaN, 1, 0.1f }, 0.5, 9).ToArray());
    }

    [Fact]
    public void Extremes_OfNoNumbers_AreErrors()
    {
        foreach (Func<SymbolicTensor> extreme in (Func<SymbolicTensor>[])[() => Ops.Max(Empty, axis: 0), () => Ops.Min(Empty),
            () => Ops.ArgMax(Empty, axis: 0), () => Ops.ArgMin(Empty, axis: 0),
            () => Ops.NanMin(Empty, axis: 0), () => Ops.NanMax(Empty, axis: 0), () => Ops.NanArgMax(Empty, axis: 0),
            () => Ops.Ptp(Empty, axis: 0)])
            Assert.Contains("of no numbers", Assert.Throws<ShapeMismatchException>(extreme).Message, StringComparison.Ordinal);
        Assert.Equal([0], Ops.Max(Empty, axis: 1).Shape);
        Assert.All(Ops.Mean(Empty, axis: 0).ToArray(), value => Assert.Equal(NaN, value));
    }

    [Fact]
    public void Results_OfFewNumbers_AreNumPys()
    {
        Assert.Equal([2, 0], Ops.Diff(Matrix, 5).Shape);
        Assert.Equal([0f, 0], Ops.Trapezoid(Ops.Zeros([2, 0])).ToArray());
        Assert.Equal([0f, 0], Ops.Trapezoid(Ops.Zeros([2, 0]), Ops.Zeros([0])).ToArray());
        Assert.Equal(Shape.Scalar, Ops.CorrCoef(Matrix[0..1, ..]).Shape);
        Assert.Equal(1, Ops.CorrCoef(Matrix[0..1, ..]).ToScalar(), 5);
        (SymbolicTensor counts, SymbolicTensor limits) = Ops.Histogram(Ops.Zeros([0]), 5);
        Assert.Equal([0f, 0, 0, 0, 0], counts.ToArray());
        AssertClose.Equal([0, 0.2f, 0.4f, 0.6f, 0.8f, 1], limits.ToArray(), 1e-6, 1e-6, "numbers");
    }

    [Fact]
    public void Gradient_OfTheOnlyPart_Is1()
    {
        Assert.Equal([1f, 1], Slope(a => Ops.Unstack(a)[0], new float[,] { { 1, 2 } }));
        Assert.Equal([1f, 1], Slope(a => Ops.Split(a, 1)[0], new float[,] { { 1, 2 } }));
    }

    public static TheoryData<string, Func<object>, string[]> Mistakes => new()
    {
        { "axis twice", () => Ops.Sum(Matrix, axes: [0, -2]), ["Axis 0", "twice"] },
        { "axis twice in a layer", () => new LayerNormalization([1, -2]).Call(Ops.Zeros([1, 3, 2])), ["1", "twice"] },
        { "take", () => Ops.Take(Matrix, new float[] { 5 }, 0), ["Ops.Take", "position 5", "0 .. 1"] },
        { "segment", () => Ops.SegmentSum(Matrix, new float[] { 0, 9 }, 2), ["Ops.SegmentSum", "position 9", "0 .. 1"] },
        { "scatter", () => Ops.Scatter(new float[,] { { 7 } }, new float[] { 1 }, [3]), ["Ops.Scatter", "position 7", "0 .. 2"] },
        { "count below 0", () => Ops.BinCount(new float[] { -1 }), ["Ops.BinCount", "-1"] },
        { "count of huge numbers", () => Ops.BinCount(new float[] { 1e9f }), ["Ops.BinCount", "16777215"] },
        { "stack", () => Ops.Stack([Matrix, new float[] { 1 }]), ["Ops.Stack", "(2, 3)", "(1,)"] },
        { "slice", () => Ops.Slice(Matrix, [0, 2], [2, 2]), ["begins at (0, 2)", "(2, 3)"] },
        { "channels", () => new Sequential { new Input(4, 4, 1), new Conv2D(2, 2) }.Call(Ops.Zeros([1, 4, 4, 3])),
            ["kernel for inputs with 1 channels", "3"] },
        { "no batch axis", () => new Sequential { new Input(3), new Dense(2) }.Call(new float[] { 1, 2, 3 }),
            ["(None, 3)", "(3,)", "batch of one"] },
        { "mask", () => new MultiHeadAttention(2, 2).Apply(Input.Of([3, 4]), Input.Of([5, 4]), attentionMask: Input.Of([7, 7])),
            ["attentionMask", "(batch, 3, 5)", "(None, 7, 7)"] },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void Message_OfAMistake_NamesWhatWasCalled(string mistake, Func<object> call, string[] parts)
    {
        Exception error = Assert.ThrowsAny<ArgumentException>(call);
        foreach (string part in parts) Assert.True(error.Message.Contains(part, StringComparison.Ordinal), $"{mistake}: {error.Message}");
    }

    [Fact]
    public void Function_ThatGivesNullOrCallsItself_SaysSo()
    {
        Assert.Contains("gave null",
            Assert.Throws<InvalidOperationException>(() => Function.Define(a => (SymbolicTensor)null!, "f").Call(Matrix)).Message,
            StringComparison.Ordinal);
        Function? endless = null;
        endless = Function.Define(a => endless!.Call(a) + 1, "endless");
        Assert.Contains("calls itself without end", Assert.Throws<InvalidOperationException>(() => endless.Call(Matrix)).Message,
            StringComparison.Ordinal);
        Function? halves = null;
        halves = Function.Define(a => a.Shape[0] == 1 ? a : halves!.Call(a[..(a.Shape[0] / 2)]) + 1);
        Assert.Equal([3f], halves.Call(new float[] { 0, 1, 2, 3, 4, 5, 6, 7 }).ToArray());
    }

    [Fact]
    public void Function_WithATensorOfAnother_SaysSo()
    {
        SymbolicTensor? kept = null;
        Function.Define(a => kept = a * 2).Call(Matrix);
        Assert.Contains("belongs to another function",
            Assert.Throws<InvalidOperationException>(() => Function.Define(a => a + kept!).Call(Matrix)).Message, StringComparison.Ordinal);
    }

    private static float[] Slope(Func<SymbolicTensor, SymbolicTensor> function, float[,] at) =>
        Function.Gradient(a => Ops.Sum(function(a))).Call(at).ToArray();
}
