using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Functional models with operators between the outputs of layers.</summary>
public sealed class OperationsBetweenLayersTests : IDisposable
{
    private static readonly float[] X = [1, -2, 3, 0.5f, -0.25f, 4];

    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-keras-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Save_OperatorsThatLayersHave_ComeBackAsLayers()
    {
        SymbolicTensor x = Input.Of([3]), a = new Dense(4).Apply(x), b = new Dense(4, name: "second").Apply(x);
        var model = new Model(x, new Dense(2).Apply((a + b) * (a - b) + Ops.Maximum(a, b)), "operators");
        model.Compile("adam", "mean_squared_error");
        var input = System.Numerics.Tensors.Tensor.Create(X, [2, 3]);
        float[] want = [.. model.Predict(input, verbose: Verbosity.Silent)];

        foreach (string name in (string[])["model.keras", "model.h5"])
        {
            string path = Path.Combine(_folder, name);
            model.Save(path);

            Model loaded = Model.Load(path);

            Assert.Equal(want.AsEnumerable(), loaded.Predict(input, verbose: Verbosity.Silent));
            Assert.Equal(2, loaded.Layers.Count(l => l is Add));
            Assert.Equal(model.Layers.Select(l => (l.Name, l.ClassName)), loaded.Layers.Select(l => (l.Name, l.ClassName)));
            ExchangeFiles.Add(loaded, path, "operators", [((Shape)new[] { 2, 3 }, X)], [want]);
        }
    }

    [Fact]
    public void Save_WeightsBetweenLayers_NamesThemAndSaysWhatToDo()
    {
        SymbolicTensor x = Input.Of([3]);
        var weight = new Variable("scale", [3]);
        var model = new Model(x, new Dense(2).Apply(x * weight));

        var e = Assert.Throws<InvalidOperationException>(() => model.Save(Path.Combine(_folder, "model.keras")));

        Assert.Contains("'multiply", e.Message, StringComparison.Ordinal);
        Assert.Contains("weight", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    public static IEnumerable<TheoryDataRow<string>> Operations => Methods.Keys.Select(name => new TheoryDataRow<string>(name));

    private static readonly Dictionary<string, Func<SymbolicTensor, SymbolicTensor>> Methods = new(StringComparer.Ordinal)
    {
        ["numbers"] = x => 1 - (x * 2 + 0.5) / 255.0 - 3 / (x + 10),
        ["tensors"] = x => x * Ops.Mean(x, 1, true) / (1 + Ops.Square(x)),
        ["bounds"] = x => Ops.Clip(Ops.Maximum(Ops.Minimum(x, 0.5), -0.25), -0.2f, 0.3f),
        ["powers"] = x => Ops.Power(Ops.Abs(x) + 1, 1.5) + Ops.Sqrt(Ops.Square(x) + 1) + Ops.Rsqrt(Ops.Square(x) + 1)
            + Ops.Reciprocal(Ops.Abs(x) + 1),
        ["exponentials"] = x => Ops.Exp(x) + Ops.Log(Ops.Abs(x) + 1) + Ops.Log1P(Ops.Abs(x)) + Ops.Softplus(x) + Ops.Sigmoid(x)
            + Ops.Erf(x),
        ["angles"] = x => Ops.Sin(x) + Ops.Cos(x) + Ops.Tanh(x) + Ops.Cosh(x) + Ops.Sinh(x),
        ["rounding"] = x => Ops.Floor(x) + Ops.Round(3 * x) + Ops.Sign(x) + Ops.Negate(x) + Ops.Relu(x),
        ["comparisons"] = x => Ops.Where(Ops.Greater(x, 0.1), x * 2, x - 1) + Ops.Where(Ops.GreaterOrEqual(x, 0), 1, x)
            + Ops.Where(Ops.Equal(x, 0.5), 1, 0),
        ["sums"] = x => Ops.Sum(x, 1) + Ops.Mean(x, 1) + Ops.Max(x, 1) + Ops.Min(x, [1]),
        ["kept sums"] = x => x - Ops.Max(x, 2, true) - Ops.Sum(x, [1, 2], true),
        ["shapes"] = x => Ops.Transpose(Ops.Reshape(x, [-1, 2, 6]), 0, 2, 1),
        ["new axes"] = x => Ops.Squeeze(Ops.ExpandDims(Ops.ExpandDims(x, 1), -1), 1),
        ["blocks"] = x => Ops.Concatenate([Ops.Slice(x, [0, 1, 0], [-1, 2, 3]), Ops.Slice(x, [0, 0, 0], [-1, 2, -1])], 1),
        ["borders"] = x => Ops.Pad(x, [0, 1, 0], [0, 2, 1], 0.5f),
        ["rows"] = x => Ops.Softmax(x) + Ops.LogSoftmax(x) + Ops.Softmax(x, 1),
        ["axes together"] = x => Ops.Softmax(x, [1, 2]) + Ops.LogSoftmax(x, [-1, -2]) + Ops.Sparsemax(x, 1),
        ["smooth units"] = x => Ops.Elu(x, 0.5) + Ops.Selu(x) + Ops.Celu(x, 2) + Ops.Gelu(x) + Ops.Gelu(x, approximate: false) + Ops.Silu(x)
            + Ops.LogSigmoid(x) + Ops.Softsign(x) + Ops.TanhShrink(x) + Ops.Squareplus(x, 2),
        ["broken units"] = x => Ops.Relu6(x * 10) + Ops.LeakyRelu(x, 0.3) + Ops.HardSigmoid(x) + Ops.HardSilu(x) + Ops.HardTanh(3 * x)
            + Ops.SoftShrink(x, 0.1) + Ops.HardShrink(x, 0.2) + Ops.Threshold(x, 0.1, -2) + Ops.SparsePlus(2 * x) + Ops.SparseSigmoid(x),
        ["gates"] = x => Ops.Glu(x, 1),
        ["products"] = x => Ops.MatMul(x, x, transposeY: true),
        ["sums of products"] = x => Ops.Einsum("abc,adc,ade->abe", x, x, Ops.Exp(x)),
        ["more functions"] = x => Ops.Tan(x / 4) + Ops.ArcSin(x / 5) + Ops.ArcTan(x) + Ops.ArcSinh(x) + Ops.ExpM1(x / 2)
            + Ops.Log2(Ops.Abs(x) + 1) + Ops.Cbrt(Ops.Abs(x) + 1) + Ops.Erfc(x) + Ops.Ceil(x) + Ops.Trunc(x) + Ops.Round(x, 1),
        ["remainders"] = x => x % 0.75 + Ops.FMod(x, 0.5) + Ops.FloorDivide(x, 0.3) + Ops.ArcTan2(x, 2) + Ops.Hypot(x, x + 1)
            + Ops.LogAddExp(x, 0.5) + Ops.DivideNoNan(x, Ops.Relu(x)),
        ["truth values"] = x => Ops.Where(x < 0.1, x, 1) + Ops.Where(Ops.LogicalAnd(x > 0, x <= 1), 2, x)
            + Ops.Where(Ops.LogicalNot(x >= 0), 1, 0) + Ops.Where(Ops.IsFinite(x), x, 0) + Ops.NanToNum(x),
        ["statistics"] = x => x + Ops.Var(x, 1, true) + Ops.Std(x, [1, 2], true) + Ops.LogSumExp(x, 2, true) + Ops.Median(x, 1, true)
            + Ops.Quantile(x, 0.3, 2, keepDimensions: true) + Ops.Prod(x, 2, true) + Ops.NanSum(x, 1, true) + Ops.Norm(x, 1, [2], true),
        ["order"] = x => Ops.Sort(x, 1) + Ops.CumSum(x, 2) * 0.1 + Ops.CumProd(x, 1) + Ops.ArgSort(x, 1)
            + Ops.ExpandDims(Ops.ArgMax(x, 2), 2) + Ops.ArgMin(x, 1, true),
        ["parts"] = x => Ops.Concatenate([.. Ops.Split(x, 3, 2).Reverse()], 2) + Ops.TopK(x, 3).Values
            + Ops.Stack(Ops.Unstack(x, axis: 1), 1),
        ["items"] = x => x[.., 1..3, AxisIndex.Slice(0, null, 2)] + x[.., ^2.., ..2] + Ops.ExpandDims(x[.., 0, ..2], 1),
        ["turns"] = x => Ops.Flip(x, 1) + Ops.Roll(x, 1, 2) + Ops.SwapAxes(Ops.MoveAxis(x, 1, 2), 1, 2) + Ops.Tril(x) + Ops.Triu(x, 1),
        ["copies"] = x => Ops.Concatenate([Ops.Tile(x, 1, 2, 1), Ops.Repeat(x, 2, 1), Ops.Pad(x, [0, 1, 0], [0, 1, 0], "reflect")], 1),
        ["places"] = x => Ops.Take(x, new[] { 2, 0, -1 }, 2) + Ops.TakeAlongAxis(x, Ops.ArgSort(x, 2), 2)
            + Ops.SearchSorted(new float[] { -1, 0, 1 }, x) + Ops.Digitize(x, new float[] { 0, 1 }),
        ["classes"] = x => Ops.OneHot(Ops.ArgMax(x), 3) * 2,
    };

    [Theory, MemberData(nameof(Operations))]
    public void Save_Operations_ComeBackAndTrain(string name)
    {
        SymbolicTensor x = Input.Of([4, 3]), inner = new Dense(3, name: "before").Apply(x);
        var model = new Model(x, new Dense(2, name: "after").Apply(new Flatten().Apply(Methods[name](inner))), "operations");
        model.Compile("adam", "mean_squared_error");
        float[] values = [.. Enumerable.Range(0, 24).Select(i => MathF.Sin(i * 1.7f))];
        var input = System.Numerics.Tensors.Tensor.Create(values, [2, 4, 3]);
        model.Fit(input, new float[2, 2], verbose: Verbosity.Silent);
        float[] want = [.. model.Predict(input, verbose: Verbosity.Silent)];

        foreach (string file in (string[])["model.keras", "model.h5"])
        {
            string path = Path.Combine(_folder, file);
            model.Save(path);

            Model loaded = Model.Load(path, strict: true);

            Assert.Equal(want.AsEnumerable(), loaded.Predict(input, verbose: Verbosity.Silent));
            Assert.Equal(model.Layers.Select(l => (l.Name, l.ClassName)), loaded.Layers.Select(l => (l.Name, l.ClassName)));
            ExchangeFiles.Add(loaded, path, $"operations-{name.Replace(' ', '-')}", [((Shape)new[] { 2, 4, 3 }, values)], [want]);
            loaded.Fit(input, new float[2, 2], verbose: Verbosity.Silent);
        }
    }
}
