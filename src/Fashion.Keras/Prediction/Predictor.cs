using System.Numerics.Tensors;
using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Prediction;
using Fashion.Keras.Training;

namespace Fashion.Keras;

/// <summary>
/// Predicts with a model as it was at one moment. Training the model or setting its weights afterwards changes nothing here. Since the
/// weights are known, a predictor does less than the model: batch normalization becomes part of the weights of the convolution or dense
/// layer before it, what follows from weights alone is computed once, and layers that only train (dropout, noise) are not there.
/// </summary>
/// <remarks>
/// Results differ from those of the model by rounding only. It holds copies of the weights, so it takes memory of its own. Any number of
/// threads may call one predictor at once; each call then runs by itself. A batch size that is used for the first time is compiled, which
/// takes some milliseconds, and kept as <see cref="ModelOptions.CacheBytes"/> allows. The model stays in use: its layers are written
/// down again for every new batch size, so they must not be exchanged.
/// </remarks>
/// <example><code>
/// using Predictor predictor = model.ToPredictor();
/// var scores = new float[10];
/// predictor.Predict(pixels, scores);
/// </code></example>
public sealed class Predictor : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Model _model;
    private readonly ITrainable _traced;
    private readonly object? _topology;
    private readonly ModelOptions _options;
    private readonly IEngine _engine;
    private readonly string _inputType;
    private readonly int? _inputLength, _outputLength;
    private readonly bool _takesNumbers, _isFixed;
    private readonly FrozenWeights _weights = new();
    private readonly RecentCache<BatchShapes, ReadyPlan> _plans = new(plan => plan.Executable.PlanBytes);

    // The plan that ran last keeps its buffers for the next call.
    private ReadyPlan.Rented? _last;
    private long _runs;
    private volatile bool _disposed;

    /// <summary>Makes a predictor of a model's present weights.</summary>
    /// <param name="model">A model whose input shapes are known; it need not be compiled.</param>
    /// <param name="options">Threads, memory, engine and profile; null for the model's own <see cref="Model.Options"/>.</param>
    /// <exception cref="InvalidOperationException">The shapes of the model's inputs are not known yet.</exception>
    /// <exception cref="NotSupportedException">The model changes variables when it predicts: it keeps states between batches.</exception>
    public Predictor(Model model, ModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.InputShapes.Count == 0)
            throw new InvalidOperationException(
                $"Model '{model.Name}' has no inputs yet: start it with an Input, give the first layer an inputShape, or call Build.");
        _model = model;
        _traced = model;
        _topology = model.HasOwnCall ? null : model.Topology;
        _options = options ?? model.Options;
        _engine = _options.Engine ?? DefaultEngine.Create();
        InputShapes = [.. model.InputShapes];
        OutputShapes = [.. model.OutputShapes];
        _inputType = model.InputTypes[0];
        _takesNumbers = _traced.HostPart is null;
        _inputLength = LengthOf(InputShapes[0]);
        _outputLength = LengthOf(OutputShapes[0]);
        _isFixed = InputShapes.All(s => s[1..].IsKnown);
        using WeightGates.Held held = model.Trainer.EnterWeights(write: false);
        foreach (Variable weight in model.Weights) _weights.Of(weight);
        // Variables that belong to no layer are copied now too.
        if (!_takesNumbers || !_isFixed) return;
        foreach (Node node in Trace(ShapesOf(1).Inputs).Nodes)
            if (node.Op is VariableOp op) _weights.Of(op.Variable);
    }

    /// <summary>Name of the model.</summary>
    public string Name => _model.Name;

    /// <summary>Shapes of the inputs, the batch axis (-1) first.</summary>
    public IReadOnlyList<Shape> InputShapes { get; }

    /// <summary>Shapes of the outputs, the batch axis (-1) first.</summary>
    public IReadOnlyList<Shape> OutputShapes { get; }

    /// <summary>
    /// Predicts one batch from and into memory of the caller. Nothing is allocated when the batch has as many samples as the one before.
    /// </summary>
    /// <param name="x">The samples, row-major: all numbers of the first, then of the second.</param>
    /// <param name="y">Room for the output of all samples.</param>
    /// <exception cref="ArgumentException">Not a whole number of samples, none, or not as much room as their output takes.</exception>
    /// <exception cref="InvalidOperationException">The model has several inputs or outputs, or an input with free axes; use
    /// <see cref="PredictAll"/>, or tensors.</exception>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public unsafe void Predict(ReadOnlySpan<float> x, Span<float> y)
    {
        RequireOne();
        int length = _inputLength ?? throw FreeAxes("takes", InputShapes[0]);
        if (x.Length == 0 || x.Length % length != 0)
            throw new ArgumentException($"Predictor of model '{Name}': a sample of shape {InputShapes[0][1..]} has {length} numbers, and " +
                $"{x.Length} were given.", nameof(x));
        fixed (float* numbers = x) Run(numbers, x.Length / length, null, y);
    }

    /// <summary>
    /// Predicts one batch from and into tensors. Nothing is allocated when the batch has the shape of the one before and both tensors lie
    /// in row order.
    /// </summary>
    /// <param name="x">The samples, the batch axis first.</param>
    /// <param name="y">Room for the output, in its shape.</param>
    /// <exception cref="ShapeMismatchException">A shape that does not fit.</exception>
    /// <exception cref="InvalidOperationException">The model has several inputs or outputs; use <see cref="PredictAll"/>.</exception>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public unsafe void Predict(Tensor<float> x, Tensor<float> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        RequireOne();
        if (!Fits(x, InputShapes[0])) throw Mismatch("input", InputShapes[0], x);
        if (!Fits(y, OutputShapes[0]) || y.Lengths[0] != x.Lengths[0])
            throw Mismatch("output", OutputShapes[0].With(0, (int)x.Lengths[0]), y);
        if (x.Lengths[0] == 0) return;
        Shape? shape = _isFixed ? null : Shape.Create([.. TensorLengths(x)]);
        if (!TensorValues.AreRowMajor(y))
        {
            var values = new float[checked((int)y.FlattenedLength)];
            fixed (float* numbers = TensorValues.Of(x)) Run(numbers, (int)x.Lengths[0], shape, values);
            Tensor.Create(values, y.Lengths).CopyTo(y);
            return;
        }
        fixed (float* numbers = TensorValues.Of(x)) Run(numbers, (int)x.Lengths[0], shape, TensorValues.Memory(y));
    }

    /// <summary>The output for every sample.</summary>
    /// <param name="x">Samples: arrays, tensors or texts, as the model takes them.</param>
    /// <param name="batchSize">Samples per step.</param>
    /// <returns>One row per sample.</returns>
    /// <exception cref="ArgumentException">Data that does not fit the model.</exception>
    /// <exception cref="InvalidOperationException">The model has several outputs; use <see cref="PredictAll"/>.</exception>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public Tensor<float> Predict(ModelData x, int batchSize = 32)
    {
        RequireOneOutput();
        return PredictAll(x, batchSize)[0];
    }

    /// <summary>All outputs, in order, for every sample.</summary>
    /// <param name="x">Samples: arrays, tensors or texts, as the model takes them.</param>
    /// <param name="batchSize">Samples per step.</param>
    /// <exception cref="ArgumentException">Data that does not fit the model.</exception>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public IReadOnlyList<Tensor<float>> PredictAll(ModelData x, int batchSize = 32)
    {
        Guard.Positive(batchSize, nameof(Predict));
        ObjectDisposedException.ThrowIf(_disposed, this);
        using BatchSource source = SampleSet.Of(_model.Trainer, x).Batches(batchSize);
        source.BeginPass(null);
        PredictedRows[]? outputs = null;
        while (source.MoveNext())
        {
            BatchShapes shapes = source.Shapes!;
            ReadyPlan.Rented rented = Rent(shapes.Rows, shapes);
            try
            {
                rented.Execution.Run(source.Feeds, [], NextRun());
                outputs ??= [.. rented.Plan.Outputs.Select(output => new PredictedRows(Name, output[1..], source.Rows))];
                for (int i = 0; i < outputs.Length; i++)
                {
                    outputs[i].Require(rented.Plan.Outputs[i][1..]);
                    rented.Execution.Read(i, outputs[i].Append(shapes.Rows));
                }
            }
            finally
            {
                Return(rented);
            }
        }
        return [.. outputs!.Select(output => output.ToTensor())];
    }

    /// <summary>Times of the steps so far, one profile per batch size; empty unless <see cref="ModelOptions.Profile"/> asked for
    /// them.</summary>
    public IReadOnlyList<ModelProfile> Profile()
    {
        lock (_lock)
            return [.. from plan in _plans.Items
                       let entries = plan.Item.Executable.Profile()
                       where entries.Count > 0
                       select new ModelProfile($"Predictor {string.Join(", ", plan.Key.Inputs)}", plan.Item.Executable.BufferBytes,
                           entries)];
    }

    /// <summary>Lets go of buffers and threads. Calls that run end; others throw from now on.</summary>
    public void Dispose()
    {
        _disposed = true;
        Interlocked.Exchange(ref _last, null)?.Dispose();
        lock (_lock) _plans.Clear();
    }

    private unsafe void Run(float* numbers, int rows, Shape? shape, Span<float> y)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        long needed = shape is null ? (long)rows * (_outputLength ?? throw FreeAxes("gives", OutputShapes[0])) : y.Length;
        if (y.Length != needed)
            throw new ArgumentException($"Predictor of model '{Name}': the output of {rows} samples has {needed} numbers, and there is " +
                $"room for {y.Length}.", nameof(y));
        if (_inputType is not (DeclaredType.Float32 or "float64"))
        {
            RunConverted(numbers, rows, shape, y);
            return;
        }
        ReadyPlan.Rented rented = Rent(rows, shape is null ? null : new BatchShapes([shape], [], []));
        try
        {
            rented.Execution.Run(rented.Feed.At(numbers), [], NextRun());
            rented.Execution.Read(0, y);
        }
        finally
        {
            Return(rented);
        }
    }

    // Numbers that an input of whole numbers, or of shorter ones, takes in another form.
    private unsafe void RunConverted(float* numbers, int rows, Shape? shape, Span<float> y)
    {
        Shape batch = shape ?? InputShapes[0].With(0, rows);
        float[] values = new ReadOnlySpan<float>(numbers, batch.ElementCount).ToArray();
        ArraySource source = DeclaredType.Convert(ArraySource.From(values, batch), _inputType, _model.InputNames[0]);
        using PinnedSource pinned = source.Pin();
        ReadyPlan.Rented rented = Rent(rows, new BatchShapes([batch], [], []));
        try
        {
            rented.Execution.Run([new Feed(pinned, 0)], [], NextRun());
            rented.Execution.Read(0, y);
        }
        finally
        {
            Return(rented);
        }
    }

    // The plan for a batch: the last one, if it fits and no other thread runs it, or one with buffers of its own.
    private ReadyPlan.Rented Rent(int rows, BatchShapes? shapes)
    {
        if (Interlocked.Exchange(ref _last, null) is { } last)
        {
            if (shapes is null ? last.Plan.Rows == rows && last.Plan.IsFixed : last.Plan.Shapes.Equals(shapes)) return last;
            last.Dispose();
        }
        return Ready(shapes ?? ShapesOf(rows)).Rent();
    }

    private BatchShapes ShapesOf(int rows) => new([.. InputShapes.Select(s => s.With(0, rows))], [], []);

    private void Return(ReadyPlan.Rented rented)
    {
        Interlocked.Exchange(ref _last, rented)?.Dispose();
        if (_disposed) Interlocked.Exchange(ref _last, null)?.Dispose();
    }

    private ReadyPlan Ready(BatchShapes shapes)
    {
        lock (_lock)
        {
            if (_plans.Find(shapes) is { } known) return known;
            OpGraph graph = FrozenGraph.Of(Trace(shapes.Inputs), _weights);
            var plan = new ReadyPlan(_engine.Compile(graph, _options.Execution), shapes, [.. graph.Outputs.Select(o => o.Shape)],
                _isFixed);
            _plans.Add(shapes, plan, _options.PlanBytes);
            return plan;
        }
    }

    private OpGraph Trace(IReadOnlyList<Shape> inputs)
    {
        if (_topology is not null && !ReferenceEquals(_topology, _model.Topology))
            throw new InvalidOperationException($"Layers of model '{Name}' were added or removed after its predictor was made. Make " +
                "another one.");
        using var builder = new GraphBuilder();
        StepOutputs outputs = new SupervisedSteps(_traced, null, null).Write(builder, new StepKey(StepKind.Predict, inputs));
        OpGraph graph = builder.Build();
        if (graph.Nodes.FirstOrDefault(node => node.Op.Written.Count > 0) is { } writer)
            throw new NotSupportedException($"Model '{Name}' changes '{writer.Op.Written[0].Path}' when it predicts, and a predictor " +
                $"changes nothing. Use the model itself{(writer.Scope is null ? "" : $", or make layer '{writer.Scope}' stateless")}.");
        return graph;
    }

    private ulong NextRun() => (ulong)Interlocked.Increment(ref _runs);

    private void RequireOne()
    {
        RequireOneOutput();
        if (InputShapes.Count > 1 || !_takesNumbers)
            throw new InvalidOperationException($"Model '{Name}' takes {(InputShapes.Count > 1 ? "several inputs" : "texts")}; " +
                "use PredictAll.");
    }

    private void RequireOneOutput()
    {
        if (OutputShapes.Count > 1)
            throw new InvalidOperationException($"Model '{Name}' has {OutputShapes.Count} outputs; PredictAll gives all of them.");
    }

    private InvalidOperationException FreeAxes(string what, Shape shape) =>
        new($"Model '{Name}' {what} samples of shape {shape[1..]}, whose free axes numbers alone do not tell. Give tensors.");

    private static int? LengthOf(Shape shape) => shape[1..] is { IsKnown: true } sample ? sample.ElementCount : null;

    private static bool Fits(Tensor<float> tensor, Shape shape)
    {
        if (tensor.Rank != shape.Rank) return false;
        for (int axis = 0; axis < shape.Rank; axis++)
            if (shape[axis] != Shape.Unknown && tensor.Lengths[axis] != shape[axis]) return false;
        return true;
    }

    private ShapeMismatchException Mismatch(string what, Shape wanted, Tensor<float> given) =>
        new($"Predictor of model '{Name}': its {what} has the shape {wanted}, not ({string.Join(", ", TensorLengths(given))}).")
        { Received = Shape.Create([.. TensorLengths(given)]) };

    private static int[] TensorLengths(Tensor<float> tensor)
    {
        var lengths = new int[tensor.Rank];
        for (int axis = 0; axis < lengths.Length; axis++) lengths[axis] = checked((int)tensor.Lengths[axis]);
        return lengths;
    }
}
