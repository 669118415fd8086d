using System.Numerics.Tensors;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

// What the guide says that an author of an engine writes into the project file.
#pragma warning disable FKENGINE001

namespace Fashion.Keras.PublicApi.Tests;

/// <summary>The engine of the guide, written with public members alone, trains a model as the library's own does.</summary>
public sealed class GuideCode
{
    private static readonly float[,] s_x = Numbers(40, 3, 0.37), s_y = Numbers(40, 1, 1.7);

    [Fact]
    public void Fit_PlainEngine_TrainsAsTheLibrarysOwn()
    {
        (float[] want, History wanted) = Train(new ModelOptions { Seed = 3, Output = TextWriter.Null });
        (float[] got, History history) = Train(new ModelOptions { Seed = 3, Output = TextWriter.Null, Engine = new PlainEngine() });
        Assert.Equal(4, history.Epochs.Count);
        for (int epoch = 0; epoch < 4; epoch++) Close(wanted["loss"][epoch], history["loss"][epoch]);
        Assert.All(want.Zip(got), pair => Close(pair.First, pair.Second));
        Assert.True(history["loss"][3] < history["loss"][0]);

        static void Close(double expected, double actual) => Assert.InRange(actual, expected - 1e-5, expected + 1e-5);
    }

    [Fact]
    public void Fit_OperationThatTheEngineLacks_NamesLayerAndOperation()
    {
        var plain = new ModelOptions { Engine = new PlainEngine() };
        Sequential model = new Sequential { Options = plain }.Input(3).Dense(4, "softmax", name: "scores");
        model.Compile("sgd", "mse");
        var e = Assert.Throws<NotSupportedException>(() => model.Fit(s_x, Numbers(40, 4, 1), verbose: Verbosity.Silent));
        Assert.Equal("'scores' needs the operation 'softmax' for (32, 4) -> (32, 4), which the plain engine does not have.", e.Message);
    }

    [Fact]
    public void Predict_EngineOfAnother_HasTheSameWeights()
    {
        #region engines.md
        var model = new Sequential { Options = new ModelOptions { Engine = new PlainEngine() } }.Input(3).Dense(1);
        model.Compile("sgd", "mse");
        #endregion
        model.Fit(s_x, s_y, epochs: 2, verbose: Verbosity.Silent);
        Tensor<float> plain = model.Predict(s_x, verbose: Verbosity.Silent);
        model.Options = new ModelOptions { Output = TextWriter.Null };
        Tensor<float> own = model.Predict(s_x, verbose: Verbosity.Silent);
        Assert.All(plain.ToArray().Zip(own.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    /// <summary>What holds a weight for good may not be replaced: the plans of its engine would go on with their own numbers.</summary>
    [Fact]
    public void Adopt_VariableOfAnotherEngine_IsRefused()
    {
        var weight = new Variable(new float[] { 1, 2, 3 });
        Placement first = weight.Adopt((_, present) => new DeviceBuffer(3, present));
        weight.Set([4, 5, 6]);
        Assert.Equal([4, 5, 6], weight.ToArray());
        Assert.Same(first, weight.Adopt((_, present) => present!));
        Assert.Contains("another engine", Assert.Throws<InvalidOperationException>(
            () => weight.Adopt((_, present) => new DeviceBuffer(3, present))).Message, StringComparison.Ordinal);
        Assert.Same(first, weight.Placement);
    }

    private static (float[] Weights, History History) Train(ModelOptions options)
    {
        Sequential model = new Sequential { Options = options }.Input(3).Dense(8, "relu").Dense(1);
        model.Compile("sgd", "mse");
        foreach (Variable weight in model.Weights) weight.Set([.. Numbers(1, weight.Shape.ElementCount, 0.7).Cast<float>()]);
        History history = model.Fit(s_x, s_y, batchSize: 16, epochs: 4, verbose: Verbosity.Silent);
        return ([.. model.Weights.SelectMany(weight => weight.ToArray())], history);
    }

    private static float[,] Numbers(int rows, int columns, double step)
    {
        var values = new float[rows, columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) values[i, j] = (float)Math.Sin(step * (i * columns + j) + 0.1);
        return values;
    }

    #region engines.md
    sealed class PlainEngine : IEngine
    {
        public string Description => "plain loops, 1 thread";

        public IExecutable Compile(OpGraph graph, ExecutionOptions options)
        {
            foreach (Node node in graph.Nodes)
                if (!PlainKernels.Knows(node.Op)) throw node.NotSupported("the plain engine");
            return new PlainExecutable(graph);
        }
    }

    sealed class PlainExecutable(OpGraph graph) : IExecutable
    {
        public long BufferBytes => sizeof(float) * graph.Nodes.Sum(node => node.Outputs.Sum(value => (long)value.Shape.ElementCount));

        public long PlanBytes => 0;

        public IReadOnlyList<ProfileEntry> Profile() => [];

        public IExecution Rent() => new PlainExecution(graph);
    }
    #endregion

    #region engines.md
    sealed class PlainExecution(OpGraph graph) : IExecution
    {
        private readonly Dictionary<Value, float[]> _values = [];

        public void Run(ReadOnlySpan<Feed> feeds, ReadOnlySpan<float> scalars, ulong run)
        {
            foreach (Node node in graph.Nodes)
            {
                float[][] x = [.. node.Inputs.Select(value => _values[value])];
                switch (node.Op)
                {
                    case InputOp op: _values[node.Output] = Batch(feeds[op.Feed], op.Shape); break;
                    case ScalarOp op: _values[node.Output] = [scalars[op.Index]]; break;
                    case VariableOp op: _values[node.Output] = op.Variable.ToArray(); break;
                    case AssignOp op: op.Variable.Set(x[0]); break;
                    case SgdUpdateOp op: op.Weight.Set([.. op.Weight.ToArray().Zip(x[0], (w, g) => w - x[1][0] * g)]); break;
                    default: _values[node.Output] = PlainKernels.Compute(node, x); break;
                }
            }
        }

        public void Read(int output, Span<float> destination) => _values[graph.Outputs[output]].CopyTo(destination);

        public void Dispose() => _values.Clear();

        private static float[] Batch(Feed feed, Shape shape)
        {
            var values = new float[shape.ElementCount];
            int rows = shape.Rank == 0 ? 1 : shape[0];
            for (int i = 0; i < rows; i++) feed.Read(i, values.AsSpan(i * feed.RowLength));
            return values;
        }
    }
    #endregion

    #region engines.md
    static class PlainKernels
    {
        public static bool Knows(Op op) => op is InputOp or ScalarOp or VariableOp or AssignOp or SgdUpdateOp { Velocity: null }
            or ConstantOp or ReshapeOp or BroadcastOp or SelectOp
            or UnaryOp { Kind: UnaryKind.Relu or UnaryKind.Square or UnaryKind.Negate } or BinaryOp { Kind: <= BinaryKind.Divide }
            or ReduceOp { Kind: ReduceKind.Sum or ReduceKind.Mean } or MatMulOp;

        public static float[] Compute(Node node, float[][] x) => node.Op switch
        {
            ConstantOp op => [.. Enumerable.Repeat(op.Fill, op.Shape.ElementCount)],
            ReshapeOp => x[0],
            UnaryOp { Kind: UnaryKind.Relu } => [.. x[0].Select(v => Math.Max(v, 0))],
            UnaryOp { Kind: UnaryKind.Square } => [.. x[0].Select(v => v * v)],
            UnaryOp => [.. x[0].Select(v => -v)],
            BroadcastOp => Each(node, i => x[0][At(node, 0, i)]),
            SelectOp => Each(node, i => x[0][At(node, 0, i)] != 0 ? x[1][At(node, 1, i)] : x[2][At(node, 2, i)]),
            BinaryOp op => Each(node, i => Combine(op.Kind, x[0][At(node, 0, i)], x[1][At(node, 1, i)])),
            ReduceOp op => Reduce(op, node.Inputs[0].Shape, x[0]),
            MatMulOp op => Multiply(op, node.Inputs[0].Shape, node.Inputs[1].Shape, x[0], x[1]),
            _ => throw node.NotSupported("the plain engine"),
        };

        private static float Combine(BinaryKind kind, float x, float y) => kind switch
        {
            BinaryKind.Add => x + y,
            BinaryKind.Subtract => x - y,
            BinaryKind.Multiply => x * y,
            _ => x / y,
        };

        private static float[] Each(Node node, Func<int, float> function) =>
            [.. Enumerable.Range(0, node.Output.Shape.ElementCount).Select(function)];

        // Which element of an input an element of the output reads: an axis of size 1 is repeated.
        private static int At(Node node, int input, int place)
        {
            Shape from = node.Inputs[input].Shape, to = node.Output.Shape;
            int at = 0;
            for (int i = 1, step = 1; i <= from.Rank; step *= from[^i], place /= to[^i++])
                if (from[^i] > 1) at += place % to[^i] * step;
            return at;
        }

        private static float[] Reduce(ReduceOp op, Shape from, float[] x)
        {
            Shape kept = from;
            foreach (int axis in op.Axes) kept = kept.With(axis, 1);
            var sums = new float[kept.ElementCount];
            for (int place = 0; place < x.Length; place++)
            {
                int at = 0;
                for (int i = 1, step = 1, rest = place; i <= from.Rank; step *= kept[^i], rest /= from[^i++])
                    if (kept[^i] > 1) at += rest % from[^i] * step;
                sums[at] += op.Kind == ReduceKind.Mean ? x[place] * sums.Length / x.Length : x[place];
            }
            return sums;
        }

        private static float[] Multiply(MatMulOp op, Shape left, Shape right, float[] x, float[] y)
        {
            (int rows, int inner) = op.TransposeLeft ? (left[1], left[0]) : (left[0], left[1]);
            int columns = op.TransposeRight ? right[0] : right[1];
            var z = new float[rows * columns];
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++)
                    for (int k = 0; k < inner; k++)
                        z[i * columns + j] += x[op.TransposeLeft ? k * rows + i : i * inner + k]
                            * y[op.TransposeRight ? j * inner + k : k * columns + j];
            return z;
        }
    }
    #endregion

    #region engines.md
    sealed class DeviceBuffer : Placement
    {
        private readonly float[] _device;                               // stands for memory of a device

        public DeviceBuffer(int count, Placement? present)
        {
            _device = new float[count];
            present?.Read(_device);                                     // null: all values are 0
        }

        public override void Read(Span<float> destination) => _device.CopyTo(destination);

        public override void Write(ReadOnlySpan<float> source) => source.CopyTo(_device);
    }
    #endregion
}
