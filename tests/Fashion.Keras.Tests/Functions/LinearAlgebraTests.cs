using Fashion.Keras.Graph;
using Fashion.Keras.Tests.Support;
using static Fashion.Keras.Tests.Support.GradientCheck;

namespace Fashion.Keras.Tests.Functions;

/// <summary>Gradients, singular matrices and shapes of the operations on matrices. Their numbers are golden cases.</summary>
public sealed class LinearAlgebraTests
{
    private static readonly double[] Matrices = [0, 2, 1, 3, 0.5, 4, 1, 5, -2, 2, 0.5, -1, 0.25, 3, 0.5, -0.75, 1, 1.5];

    [Fact]
    public void Gradients_AreFiniteDifferences()
    {
        Verify(x => Ops.Det(x[0]), (Matrices, [2, 3, 3]));
        Verify(x => Ops.Inv(x[0]), (Matrices, [2, 3, 3]));
        Verify(x => Ops.Solve(x[0], x[1]), (Matrices, [2, 3, 3]), Numbers(1, [2, 3, 2]));
        Verify(x => Ops.Solve(x[0], x[1]), (Matrices, [2, 3, 3]), Numbers(2, [3]));
        Verify(x => Ops.Solve(x[0], x[1]), ([2.5], [1, 1]), ([-3], [1]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradient_OfCholesky_IsThatOfSymmetricMatrices(bool upper) =>
        Verify(x => Ops.Cholesky(Ops.MatMul(x[0], Ops.SwapAxes(x[0], -1, -2)) + Ops.Eye(3), upper), Numbers(3, [2, 3, 3]));

    // PyTorch has 0 for all of them.
    [Fact]
    public void Gradient_OfTheDeterminantOfASingularMatrix_IsFiniteDifferences()
    {
        Verify(x => Ops.Det(x[0]), ([1, 2, 2, 4], [2, 2]));
        Verify(x => Ops.Det(x[0]), ([0, 2, 0, 4], [2, 2]));
        Verify(x => Ops.Det(x[0]), ([1, 2, 3, 2, 4, 6, 3, 6, 9], [3, 3]));
        Verify(x => Ops.Det(x[0]), ([0, 0, 0, 1, 4, 6, 3, 6, 8], [3, 3]));
    }

    [Fact]
    public void Determinant_WithZerosInAColumn_HasTheNumbersOfTheDefinition()
    {
        Assert.Equal(4, Ops.Det(new float[,] { { 1, 2 }, { 0, 4 } }).ToScalar());
        Assert.Equal(-6, Ops.Det(new float[,] { { 0, 2 }, { 3, 0 } }).ToScalar());
        Function slope = Function.Gradient(a => Ops.Det(a));
        Assert.Equal([4, 0, -2, 0], slope.Call(new float[,] { { 0, 2 }, { 0, 4 } }).ToArray());
        Assert.Equal([4, -2, -2, 1], slope.Call(new float[,] { { 1, 2 }, { 2, 4 } }).ToArray());
    }

    [Fact]
    public void MatricesWithoutResult_GiveNumbersThatAreNotFinite()
    {
        SymbolicTensor singular = new float[,] { { 1, 2 }, { 2, 4 } };
        Assert.All(Ops.Inv(singular).ToArray(), value => Assert.False(float.IsFinite(value)));
        Assert.All(Ops.Solve(singular, new float[] { 1, 1 }).ToArray(), value => Assert.False(float.IsFinite(value)));
        Assert.Contains(Ops.Cholesky(singular - 3).ToArray(), float.IsNaN);
        Assert.Contains(Ops.Cholesky(singular - 1).ToArray(), value => !float.IsFinite(value));
    }

    [Fact]
    public void NoMatrices_GiveNoResults()
    {
        SymbolicTensor none = Ops.Zeros([0, 2, 2]);
        Assert.Equal([0], Ops.Det(none).Shape);
        Assert.Equal([0, 2, 2], Ops.Inv(none).Shape);
        Assert.Equal([0, 2, 2], Ops.Cholesky(none).Shape);
        Assert.Equal([0, 2, 1], Ops.Solve(none, Ops.Zeros([0, 2, 1])).Shape);
        Assert.Equal([2, 0], Ops.Solve(Ops.Eye(2), Ops.Zeros([2, 0])).Shape);
    }

    [Fact]
    public void Neighbours_InABatch_DoNotMatter()
    {
        float[] both = Ops.Inv(new float[,,] { { { 1, 2 }, { 2, 4 } }, { { 2, 0 }, { 0, 4 } } }).ToArray();
        Assert.Equal([0.5f, 0, 0, 0.25f], both[4..]);
    }

    [Fact]
    public void LeadingAxesOfOne_AreRepeated()
    {
        SymbolicTensor one = Ops.Reshape(new float[] { 2, 0, 0, 4 }, [1, 2, 2]), several = Ops.Reshape(Ops.ARange(6), [3, 2, 1]);
        Assert.Equal([3, 2, 1], Ops.Solve(one, several).Shape);
        Assert.Equal([0, 0.25f, 1, 0.75f, 2, 1.25f], Ops.Solve(one, several).ToArray());
    }

    public static TheoryData<string, Func<SymbolicTensor>, string> Mistakes => new()
    {
        { "vector", () => Ops.Det(Ops.Ones([2])), "Det needs square matrices (..., n, n), not (2,)" },
        { "not square", () => Ops.Inv(Ops.Ones([2, 3])), "Inv needs square matrices (..., n, n), not (2, 3)" },
        { "not square", () => Ops.Cholesky(Ops.Ones([2, 3])), "Cholesky needs square matrices (..., n, n), not (2, 3)" },
        { "not square", () => Ops.Solve(Ops.Ones([2, 3]), Ops.Ones([2])), "Solve needs square matrices (..., n, n), not (2, 3)" },
        { "length", () => Ops.Solve(Ops.Eye(2), Ops.Ones([3])), "matrices of shape (2, 2) do not fit right sides of shape (3,)" },
        { "number", () => Ops.Solve(Ops.Eye(2), 1), "(..., 2, m), (..., 2) and (2,) are possible" },
        { "axes", () => Ops.Solve(Ops.Eye(2), Ops.Ones([3, 2, 1])), "right sides of shape (3, 2, 1)" },
        { "batch", () => Ops.Solve(Ops.Ones([2, 2, 2]), Ops.Ones([3, 2, 1])), "right sides of shape (3, 2, 1)" },
        { "batch", () => Ops.Solve(Ops.Ones([2, 2, 2]), Ops.Ones([3, 2])), "right sides of shape (3, 2)" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void Shapes_ThatDoNotFit_AreNamed(string mistake, Func<SymbolicTensor> call, string part)
    {
        string message = Assert.Throws<ShapeMismatchException>(call).Message;
        Assert.True(message.Contains(part, StringComparison.Ordinal), $"{mistake}: {message}");
    }

    private static void Verify(Func<SymbolicTensor[], SymbolicTensor> write, params (double[] Values, Shape Shape)[] inputs) =>
        GradientCheck.Verify((g, v) => write(Array.ConvertAll(v, value => (SymbolicTensor)new GraphTensor(value))).Resolve(g), inputs);
}
