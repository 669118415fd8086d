using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;

namespace Fashion.Keras.Benchmarks;

/// <summary>Whole steps under BenchmarkDotNet: training and prediction of one batch.</summary>
public class KernelBenchmarks
{
    private readonly float[,,] _images = new float[32, 28, 28];
    private readonly int[] _labels = new int[32];
    private Sequential _model = null!;

    /// <summary>Which model.</summary>
    [Params("tutorial", "final")]
    public string Model { get; set; } = "tutorial";

    internal static void Run(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args);

    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < _images.Length; i++) _images[i / 784, i / 28 % 28, i % 28] = i % 251 / 250f;
        for (int i = 0; i < _labels.Length; i++) _labels[i] = i % 10;
        _model = BenchmarkModels.Make(Model, threads: 1);
    }

    [Benchmark]
    public Logs TrainOnBatch() => _model.TrainOnBatch(_images, _labels);

    [Benchmark]
    public object Predict() => _model.PredictOnBatch(_images);
}
