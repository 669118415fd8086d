using Fashion.Keras.Data;
using Fashion.Keras.Engine;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Reference;

namespace Fashion.Keras.Tests.Support;

/// <summary>
/// Runs a few operations, a layer or a loss on an engine: writes a graph from symbolic inputs, compiles it, feeds arrays and
/// hands back numbers.
/// </summary>
/// <example><code>
/// double[] y = GraphRunner.Run(GraphRunner.Engine("reference"), [new([1, -2, 3], [1, 3])], (x, _) => [Ops.Relu(x[0])]).Outputs[0];
/// </code></example>
internal static unsafe class GraphRunner
{
    /// <summary>Names of the engines that every golden test runs on; rows for MemberData.</summary>
    public static string[] EngineNames { get; } = ["reference", "managed"];

    /// <summary>A row per engine.</summary>
    public static IEnumerable<TheoryDataRow<string>> Engines => EngineNames.Select(e => new TheoryDataRow<string>(e));

    /// <summary>
    /// Every row combined with every engine, the engine first: <c>[MemberData]</c> of a golden test (string engine, string name).
    /// </summary>
    public static IEnumerable<TheoryDataRow<string, string>> WithEngines(IEnumerable<TheoryDataRow<string>> rows) =>
        from row in rows from engine in EngineNames select new TheoryDataRow<string, string>(engine, row.Data) { Skip = row.Skip };

    public static IEngine Engine(string name) => name switch
    {
        "reference" => new ReferenceEngine(),
        "managed" => new ManagedEngine(),
        _ => throw new ArgumentException($"No engine '{name}'."),
    };

    /// <summary>Forward only.</summary>
    /// <param name="engine">Where it runs.</param>
    /// <param name="inputs">Arrays with shapes, the batch axis first.</param>
    /// <param name="write">Writes the operations; gets a tensor per input.</param>
    /// <param name="training">What the context says.</param>
    /// <param name="run">Number of the run, for random operations.</param>
    public static GraphResult Run(IEngine engine, IReadOnlyList<Fed> inputs, Func<SymbolicTensor[], CallContext, SymbolicTensor[]> write,
        bool training = false, ulong run = 0)
    {
        using var graph = new GraphBuilder();
        Value[] outputs = Write(graph, inputs, write, training, out _);
        return Execute(engine, graph, inputs, outputs, outputs.Length, 0, run);
    }

    /// <summary>
    /// Forward, and the gradients of the sum of output * weight (over all outputs) with respect to every input and to the given
    /// variables. Zeros where the outputs do not depend on one.
    /// </summary>
    /// <param name="engine">Where it runs.</param>
    /// <param name="inputs">Arrays with shapes, the batch axis first.</param>
    /// <param name="write">Writes the operations; gets a tensor per input.</param>
    /// <param name="weights">One array per output, row-major; null for ones everywhere.</param>
    /// <param name="variables">
    /// What to differentiate with respect to, besides the inputs; asked for after <paramref name="write"/>, when a layer has
    /// been built.
    /// </param>
    /// <param name="training">What the context says.</param>
    /// <param name="run">Number of the run, for random operations.</param>
    public static GraphResult RunWithGradients(IEngine engine, IReadOnlyList<Fed> inputs,
        Func<SymbolicTensor[], CallContext, SymbolicTensor[]> write,
        IReadOnlyList<double[]>? weights = null, Func<IReadOnlyList<Variable>>? variables = null, bool training = false, ulong run = 0)
    {
        using var graph = new GraphBuilder();
        Value[] outputs = Write(graph, inputs, write, training, out Value[] inputValues);
        var feeds = new List<Fed>(inputs);
        Value? loss = null;
        for (int i = 0; i < outputs.Length; i++)
        {
            Value weighted = outputs[i];
            if (weights is not null)
            {
                feeds.Add(new Fed(weights[i], outputs[i].Shape));
                weighted = graph.Add(new BinaryOp(BinaryKind.Multiply), weighted, graph.Input($"weight{i}", outputs[i].Shape));
            }
            Value sum = graph.Add(new ReduceOp(ReduceKind.Sum, Enumerable.Range(0, weighted.Shape.Rank).ToArray(), false), weighted);
            loss = loss is null ? sum : graph.Add(new BinaryOp(BinaryKind.Add), loss, sum);
        }
        Value[] targets = [.. inputValues, .. (variables?.Invoke() ?? []).Select(graph.Read)];
        Value?[] gradients = Gradients.Of(graph, loss!, targets);
        Value[] all = [.. outputs, .. gradients.Select((g, i) => g ?? graph.Constant(0, targets[i].Shape))];
        return Execute(engine, graph, feeds, all, outputs.Length, inputs.Count, run);
    }

    private static Value[] Write(GraphBuilder graph, IReadOnlyList<Fed> inputs, Func<SymbolicTensor[], CallContext, SymbolicTensor[]> write,
        bool training, out Value[] inputValues)
    {
        inputValues = [.. inputs.Select((input, i) => graph.Input($"input{i}", input.Shape))];
        SymbolicTensor[] tensors = [.. inputValues.Select(v => new GraphTensor(v))];
        return [.. write(tensors, new CallContext(training)).Select(t => t.Resolve(graph))];
    }

    private static GraphResult Execute(IEngine engine, GraphBuilder graph, IReadOnlyList<Fed> inputs, Value[] values, int outputs,
        int inputGradients, ulong run)
    {
        foreach (Value value in values) graph.Output(value);
        IExecutable executable = engine.Compile(graph.Build(), new ExecutionOptions());
        using IExecution execution = executable.Rent();
        PinnedSource[] sources = [.. inputs.Select(i => i.Source.Pin())];
        try
        {
            execution.Run([.. sources.Select(s => new Feed(s, 0))], [], run);
        }
        finally
        {
            foreach (PinnedSource source in sources) source.Dispose();
        }
        double[][] numbers = [.. values.Select((v, i) => Numbers(execution, i, v.Shape.ElementCount))];
        Shape[] shapes = [.. values.Take(outputs).Select(v => v.Shape)];
        return new GraphResult(shapes, numbers[..outputs], numbers[outputs..(outputs + inputGradients)],
            numbers[(outputs + inputGradients)..]);
    }

    private static double[] Numbers(IExecution execution, int output, int count)
    {
        if (execution is ReferenceExecution reference) return reference.Exact(output);
        var floats = new float[count];
        execution.Read(output, floats);
        return Array.ConvertAll(floats, v => (double)v);
    }
}

/// <summary>An array with a shape, as it is fed to a graph.</summary>
internal sealed class Fed
{
    /// <summary>Single precision, what models are fed with.</summary>
    public Fed(float[] values, Shape shape) => (Source, Shape) = (ArraySource.From(values, Fill(shape)), shape);

    /// <summary>Double precision; the reference engine keeps all digits.</summary>
    public Fed(double[] values, Shape shape) => (Source, Shape) = (ArraySource.From(values, Fill(shape)), shape);

    /// <summary>A tensor of a golden file.</summary>
    public Fed(GoldenTensor tensor) : this(tensor.Floats, tensor.Shape) { }

    public ArraySource Source { get; }

    public Shape Shape { get; }

    // A single number is fed as one row of one element.
    private static Shape Fill(Shape shape) => shape.Rank == 0 ? [1] : shape;
}

/// <summary>What a run gave: doubles on the reference engine, floats widened to doubles on others.</summary>
/// <param name="Shapes">Of the outputs.</param>
/// <param name="Outputs">Row-major.</param>
/// <param name="InputGradients">One per input; empty after a forward run.</param>
/// <param name="VariableGradients">One per variable; empty after a forward run.</param>
internal sealed record GraphResult(Shape[] Shapes, double[][] Outputs, double[][] InputGradients, double[][] VariableGradients);
