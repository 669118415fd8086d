using Fashion.Keras.Benchmarks;
using Fashion.Keras.Execution;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>Graphs that are run on a checked engine: models that train and predict, golden layers forward and backward.</summary>
internal static class CheckedGraphs
{
    /// <summary>The write-up's models and the benchmarks' others.</summary>
    public static IEnumerable<string> WriteUp => BenchmarkModels.WriteUp.Concat(BenchmarkModels.Others);

    public static void Small(string name, IEngine engine, bool fusion)
    {
        // Loops project the inputs of no fewer samples.
        int samples = name == "projected" ? 17 : 11;
        var (model, x, y) = EngineModels.Make(name, new ModelOptions { Engine = engine, Seed = 5, Fusion = fusion }, samples);
        model.TrainOnBatch(x, y);
        model.PredictOnBatch(x);
    }

    public static void OfWriteUp(string name, IEngine engine)
    {
        const int samples = 5;
        var random = new Random(9);
        Sequential model = BenchmarkModels.Make(name, threads: 1);
        model.Options = new ModelOptions { Engine = engine, Seed = 5 };
        var x = new float[samples, 28, 28];
        for (int i = 0; i < x.Length; i++) x[i / 784, i / 28 % 28, i % 28] = random.NextSingle();
        model.TrainOnBatch(x, Enumerable.Range(0, samples).ToArray());
        model.PredictOnBatch(x);
    }

    public static void Golden(string name, IEngine engine)
    {
        GoldenCase golden = GoldenCase.Load("layer", name);
        Layer layer = GoldenLayerTests.Built(golden);
        GraphRunner.RunWithGradients(engine, GoldenLayerTests.Inputs(golden),
            (x, context) => [.. LayerCase.Use(layer, golden.Json, x, context)], null, () => layer.TrainableWeights, training: true);
        GraphRunner.Run(engine, GoldenLayerTests.Inputs(golden), (x, context) => [.. LayerCase.Use(layer, golden.Json, x, context)]);
    }
}
