using Fashion.Keras.Graph;
using Fashion.Keras.Prediction;
using Fashion.Keras.Tests.Support;
using Fashion.Keras.Training;

namespace Fashion.Keras.Tests.Prediction;

/// <summary>Compares predictors with their models.</summary>
internal static class PredictorCase
{
    /// <summary>Draws all weights: also statistics of batch normalization, which begin with 0 and 1.</summary>
    public static T Drawn<T>(this T model, int seed = 1) where T : Model
    {
        var random = new Random(seed);
        foreach (Variable weight in model.Weights)
        {
            (float first, float range) = weight.Name.Contains("variance", StringComparison.Ordinal) ? (0.3f, 1.5f) : (-0.4f, 0.9f);
            weight.Set([.. weight.ToArray().Select(_ => first + range * random.NextSingle())]);
        }
        return model;
    }

    /// <summary>Numbers from -1 to 1.</summary>
    public static float[] Numbers(int count, int seed = 2)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
    }

    /// <summary>Checks that a predictor of a model with one input gives what the model gives.</summary>
    public static void AssertEqual(Model model, int rows, string what, float[]? numbers = null)
    {
        Shape batch = model.InputShapes[0].With(0, rows);
        float[] x = numbers ?? Numbers(batch.ElementCount);
        System.Numerics.Tensors.Tensor<float> data = System.Numerics.Tensors.Tensor.Create(x, [.. batch.Select(size => (nint)size)]);
        double[] want = [.. model.PredictOnBatch(data).Select(y => (double)y)];
        using Predictor predictor = model.ToPredictor();
        double scale = want.Max(Math.Abs);
        AssertClose.Equal(want, [.. predictor.Predict(data, batchSize: rows)], 1e-5 * scale, 1e-5, what);
        var y = new float[want.Length];
        predictor.Predict(x, y);
        AssertClose.Equal(want, y, 1e-5 * scale, 1e-5, what);
    }

    /// <summary>What a predictor computes, as names of operations; weights left out.</summary>
    public static string[] Operations(Model model, int rows = 3)
    {
        OpGraph graph;
        using (var builder = new GraphBuilder())
        {
            _ = new SupervisedSteps(model, null, null).Write(builder,
                new StepKey(StepKind.Predict, [.. model.InputShapes.Select(shape => shape.With(0, rows))]));
            graph = builder.Build();
        }
        return [.. FrozenGraph.Of(graph, new FrozenWeights()).Nodes.Select(node => node.Op)
            .Where(op => op is not (VariableOp or InputOp or ReshapeOp or ConstantOp)).Select(op => op.Name)];
    }
}
