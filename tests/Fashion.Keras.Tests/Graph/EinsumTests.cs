using System.Text.Json.Nodes;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Graph;

/// <summary>Einstein sums and their relatives against NumPy's numbers, and their gradients.</summary>
public sealed class EinsumTests
{
    private static readonly JsonArray Cases = GoldenCase.Load("einsum", "sums")["cases"]!.AsArray();

    public static IEnumerable<TheoryDataRow<string>> Engines => GraphRunner.Engines;

    [Theory, MemberData(nameof(Engines))]
    public void Contraction_NumPysInputs_GivesNumPysResult(string engine)
    {
        foreach (JsonNode golden in Cases.OfType<JsonNode>())
        {
            var want = new GoldenTensor(golden["output"]!);
            GraphResult got = GraphRunner.Run(GraphRunner.Engine(engine), Inputs(golden), (x, _) => [Apply(golden, x)]);
            Assert.True(want.Shape == got.Shapes[0], $"{Text(golden)}: the shape is {got.Shapes[0]}, should be {want.Shape}");
            AssertClose.Equal(want.Values, Array.ConvertAll(got.Outputs[0], v => (float)v), 1e-6, 1e-6, Text(golden));
        }
    }

    [Fact]
    public void Contraction_EveryCase_MatchesFiniteDifferences()
    {
        foreach (JsonNode golden in Cases.OfType<JsonNode>())
            GradientCheck.Verify((g, v) => Apply(golden, [.. v.Select(value => new Fashion.Keras.Graph.GraphTensor(value))]).Resolve(g),
                [.. golden["inputs"]!.AsArray().Select((x, i) => GradientCheck.Numbers(i, new GoldenTensor(x!).Shape))]);
    }

    [Theory]
    [InlineData("ij,jk->ik", "names 2 tensor(s), but 1", 2)]
    [InlineData("ijk->i", "names 3 axes", 2)]
    [InlineData("...ijk->i", "names 3 axes", 2)]
    [InlineData("ij->ijk", "'k' stands after '->' only", 2)]
    [InlineData("ij->ii", "occurs twice", 2)]
    [InlineData("ij->i->j", "more than one '->'", 2)]
    [InlineData("i2->i", "'2' is no letter", 2)]
    [InlineData("i...->i", "not after it", 2)]
    [InlineData("......->", "'...' twice", 2)]
    public void Einsum_EquationThatDoesNotFit_SaysWhy(string equation, string why, int rank)
    {
        var e = Assert.Throws<ArgumentException>(() => Ops.Einsum(equation, Ops.BroadcastTo(1, Enumerable.Repeat(2, rank).ToArray())));
        Assert.Contains(equation, e.Message, StringComparison.Ordinal);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Contraction_SizesThatDiffer_NamesThem()
    {
        SymbolicTensor x = Ops.BroadcastTo(1, [2, 3]), y = Ops.BroadcastTo(1, [4, 3]);
        Assert.Contains("'j' has the sizes 3 and 4", Assert.Throws<ShapeMismatchException>(() => Ops.Einsum("ij,jk->ik", x, y)).Message,
            StringComparison.Ordinal);
        Assert.Contains("'i' has the sizes 2 and 3", Assert.Throws<ShapeMismatchException>(() => Ops.Einsum("ii->i", x)).Message,
            StringComparison.Ordinal);
        Assert.Contains("sizes 3 and 4", Assert.Throws<ShapeMismatchException>(() => Ops.Dot(x, y)).Message, StringComparison.Ordinal);
        Assert.Contains("axis 1 of the first and axis 0", Assert.Throws<ShapeMismatchException>(() => Ops.Tensordot(x, y, 1)).Message,
            StringComparison.Ordinal);
        Assert.Contains("3 axes", Assert.Throws<ArgumentException>(() => Ops.Tensordot(x, y, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => Ops.Tensordot(x, y, [0, 0], [0, 1])).Message,
            StringComparison.Ordinal);
    }

    private static Fed[] Inputs(JsonNode golden) => [.. golden["inputs"]!.AsArray().Select(x => new Fed(new GoldenTensor(x!)))];

    private static SymbolicTensor Apply(JsonNode golden,
        SymbolicTensor[] x) => (golden["operation"]!.GetValue<string>(), golden["axes"]) switch
        {
            ("Einsum", _) => Ops.Einsum(golden["equation"]!.GetValue<string>(), x),
            ("Dot", _) => Ops.Dot(x[0], x[1]),
            (_, JsonArray pair) => Ops.Tensordot(x[0], x[1], Ints(pair[0]!), Ints(pair[1]!)),
            (_, var count) => Ops.Tensordot(x[0], x[1], count!.GetValue<int>()),
        };

    private static int[] Ints(JsonNode list) => [.. list.AsArray().Select(n => n!.GetValue<int>())];

    private static string Text(JsonNode golden) => $"{golden["operation"]} {golden["equation"] ?? golden["axes"]?.ToJsonString()}";
}
