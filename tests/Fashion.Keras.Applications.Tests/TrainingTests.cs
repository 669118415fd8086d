using System.Text.Json.Nodes;

namespace Fashion.Keras.Tests.Architectures;

/// <summary>Training of these architectures as Keras trains them: all weights, a new head on frozen ones, and fine-tuning.</summary>
public sealed class TrainingTests
{
    private const double LossTolerance = 1e-4;

    // In this batch a few numbers lie at a bend of relu6: rounding decides which gradient they have, and so does a change of the pixels by
    // 3e-7. The weights before them then differ by up to 7e-5.
    private const int BatchAtABend = 2;

    [Fact]
    public void TrainOnBatch_OfMobileNetV2_GivesKerasLossesAndWeights()
    {
        double gain = new ApplicationCase("mobilenetv2").Gain;
        Model model = Applications.MobileNetV2([64, 64, 3], 0.35, classes: 10);
        var weights = model.Layers.SelectMany(l => l.Weights.Select(w => (Path: $"{l.Name}/{w.Name}", Weight: w)))
            .ToDictionary(w => w.Path, w => w.Weight);
        SymbolicTensor images = FormulaWeights.Images(24, 64, scaled: true);
        foreach ((int batch, JsonNode? want) in ApplicationCase.Read("training")["steps"]!.AsArray().Index())
        {
            FormulaWeights.Fill(model, gain);
            model.Compile(new Sgd(0.0001), "sparse_categorical_crossentropy");
            Tensor<float> x = Ops.Slice(images, [8 * batch, 0, 0, 0], [8, -1, -1, -1]).ToTensor();
            double loss = model.TrainOnBatch(x, Enumerable.Range(0, 8).ToArray())["loss"];
            AssertClose.Equal([want!["loss"]!.GetValue<double>()], (double[])[loss], LossTolerance, LossTolerance, "loss");
            foreach ((string path, JsonNode? numbers) in want["weights"]!.AsObject())
            {
                double tolerance = batch == BatchAtABend && weights[path].Trainable ? 1e-4 : 1e-6;
                AssertClose.Equal(ApplicationCase.Numbers(numbers!), weights[path].ToArray(), tolerance, 1e-6,
                    $"{path} after batch {batch}");
            }
        }
    }

    [Fact]
    public void FineTuning_OfMobileNetV3_GivesKerasLosses()
    {
        JsonNode want = ApplicationCase.Read("tuning");
        double gain = new ApplicationCase("mobilenetv3small").Gain;
        Model basis = Applications.MobileNetV3Small([32, 32, 3], 0.35, includeTop: false, pooling: FeaturePooling.Average);
        FormulaWeights.Fill(basis, gain);
        basis.Trainable = false;
        SymbolicTensor entry = Input.Of([32, 32, 3]);
        var head = new Dense(3, "softmax", name: "head");
        var model = new Model(entry, head.Apply(basis.Apply(entry, training: false)));
        FormulaWeights.Fill(head, gain);
        float[] before = basis.Weights[0].ToArray();

        Tensor<float> x = FormulaWeights.Images(4, 32, scaled: false);
        int[] y = [1, 0, 2, 1];
        model.Compile(new Sgd(0.05), "sparse_categorical_crossentropy");
        List<double> losses = [.. Enumerable.Range(0, 2).Select(_ => (double)model.TrainOnBatch(x, y)["loss"])];
        Assert.Equal(Counts(want, "counts"), (int[])[model.TrainableWeights.Count, model.NonTrainableWeights.Count]);
        Assert.Equal(before, basis.Weights[0].ToArray());

        basis.Trainable = true;
        model.Compile(new Sgd(0.001), "sparse_categorical_crossentropy");
        losses.AddRange(Enumerable.Range(0, 2).Select(_ => (double)model.TrainOnBatch(x, y)["loss"]));
        Assert.Equal(Counts(want, "thawed"), (int[])[model.TrainableWeights.Count, model.NonTrainableWeights.Count]);
        AssertClose.Equal(Losses(want), losses.ToArray(), LossTolerance, LossTolerance, "losses");
        AssertClose.Equal(ApplicationCase.Numbers(want["kernel"]!), head.Weights[0].ToArray(), 2e-4, 1e-3, "kernel");
        AssertClose.Equal(ApplicationCase.Numbers(want["prediction"]!), model.Predict(x).ToArray(), 2e-4, 1e-3, "prediction");
    }

    private static double[] Losses(JsonNode want) => [.. want["losses"]!.AsArray().Select(l => l!.GetValue<double>())];

    private static int[] Counts(JsonNode want, string key) => [.. want[key]!.AsArray().Select(c => c!.GetValue<int>())];
}
