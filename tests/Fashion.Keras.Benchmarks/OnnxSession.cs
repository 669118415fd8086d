using Microsoft.ML.OnnxRuntime;

namespace Fashion.Keras.Benchmarks;

/// <summary>A model in ONNX Runtime with inputs and outputs that stay where they are, which is the fastest call that it has.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly RunOptions _run = new();
    private readonly SessionOptions _options;
    private readonly InferenceSession _session;
    private readonly string[] _inputs, _outputs;

    public OnnxSession(Model model, int threads)
    {
        _options = new SessionOptions
        {
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
        };
        _session = new InferenceSession(model.ToOnnx(), _options);
        _inputs = [.. _session.InputMetadata.Keys];
        _outputs = [.. _session.OutputMetadata.Keys];
    }

    /// <summary>A call on arrays that it keeps.</summary>
    public Call On(float[] input, Shape inputShape, float[] output, Shape outputShape) =>
        new(this, Value(input, inputShape), Value(output, outputShape));

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
        _options.Dispose();
    }

    private static OrtValue Value(float[] numbers, Shape shape) =>
        OrtValue.CreateTensorValueFromMemory(numbers, [.. shape.Select(size => (long)size)]);

    /// <summary>One batch, as often as asked for.</summary>
    internal sealed class Call(OnnxSession session, OrtValue input, OrtValue output) : IDisposable
    {
        private readonly OrtValue[] _in = [input], _out = [output];

        public void Run() => session._session.Run(session._run, session._inputs, _in, session._outputs, _out);

        public void Dispose()
        {
            input.Dispose();
            output.Dispose();
        }
    }
}
