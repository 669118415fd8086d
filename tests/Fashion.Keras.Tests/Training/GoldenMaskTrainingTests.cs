using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Training;

/// <summary>Whole models with masks against the same models in Keras: predictions, losses, metrics, and weights after two steps.</summary>
public class GoldenMaskTrainingTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("mask_training");

    [Theory, MemberData(nameof(Cases))]
    public void Fit_WithMasks_TakesTheSameCourse(string name)
    {
        GoldenCase golden = GoldenCase.Load("mask_training", name);
        string kind = golden.Text("model");
        Model model = MaskModels.Build(kind);
        foreach (var (weight, value) in model.Weights.Zip(golden.Tensors("weights"), (w, v) => (w, v)))
        {
            Assert.Equal(value.Shape, weight.Shape);
            weight.Set(value.Floats);
        }
        OutputMetrics? metrics = Metrics(kind), weighted = golden["sample_weight"] is null ? null : Metrics(kind);
        model.Compile(new Sgd(0.1), LossOf(kind), metrics, weightedMetrics: weighted);
        ModelData x = Data(golden.Tensors("inputs")), y = Data(golden.Tensors("targets"));
        ModelData? sampleWeight = golden.TensorOrNull("sample_weight") is { } given ? Data([given]) : null;

        var predictions = model.PredictAll(x, verbose: Verbosity.Silent);
        foreach (var (want, got) in golden.Tensors("predictions").Zip(predictions))
            AssertClose.Equal(want.Values, got.ToArray(), 1e-5, 1e-5, "predictions");
        EvaluationResult evaluation = model.Evaluate(x, y, batchSize: 4, verbose: Verbosity.Silent, sampleWeight: sampleWeight);
        foreach (var (key, want) in golden["evaluation"]!.AsObject())
            if (!key.StartsWith("dense_", StringComparison.Ordinal))
                AssertClose.Equal([want!.GetValue<double>()], [(float)evaluation[key]], 1e-5, 1e-5, key);
        foreach (double want in golden["losses"]!.AsArray().Select(l => l!.GetValue<double>()))
        {
            History history = model.Fit(x, y, batchSize: 4, verbose: Verbosity.Silent, shuffle: false, sampleWeight: sampleWeight);
            AssertClose.Equal([want], [(float)history["loss"][0]], 2e-5, 1e-4, "loss");
        }
        foreach (var (weight, want) in model.Weights.Zip(golden.Tensors("weights_after")))
            AssertClose.Equal(want.Values, weight.ToArray(), 2e-5, 1e-4, weight.Path);
    }

    private static Loss LossOf(string kind) => kind switch
    {
        "embedding_dense_steps_softmax" => "sparse_categorical_crossentropy",
        "embedding_dense_steps_sigmoid" => "binary_crossentropy",
        "embedding_dense_steps_ignore_class" => new SparseCategoricalCrossentropy(ignoreClass: 1),
        "embedding_dense_steps_sum" => new MeanSquaredError(Reduction.Sum),
        "embedding_dense_steps_by_weight" => new MeanSquaredError(Reduction.MeanWithSampleWeight),
        "masking_steps" => "mae",
        _ => "mse",
    };

    private static OutputMetrics? Metrics(string kind) => kind switch
    {
        "embedding_gru_backwards_steps" => OutputMetrics.Create(["mae"]),
        "embedding_dense_steps_softmax" => OutputMetrics.Create(["accuracy"]),
        "embedding_dense_steps_sigmoid" => OutputMetrics.Create(["accuracy", "mae"]),
        "masking_steps" => OutputMetrics.Create(["mse"]),
        _ => null,
    };

    private static ModelData Data(GoldenTensor[] tensors) =>
        [.. tensors.Select(t => (ModelData)System.Numerics.Tensors.Tensor.Create(t.Floats, [.. t.Shape.Select(size => (nint)size)]))];
}
