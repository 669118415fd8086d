using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Engine;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Tests.Support;
using ReferenceEngine = Fashion.Keras.Reference.ReferenceEngine;

namespace Fashion.Keras.Tests.Layers;

/// <summary>
/// TimeDistributed: the layer inside, numbers of steps, what is computed step by step; numbers are those of the golden cases.
/// </summary>
public class TimeDistributedTests
{
    /// <summary>A layer of the user's own, about which nothing is known: every sample less the mean of its batch.</summary>
    private sealed class Centred : Layer
    {
        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) =>
            inputs - Ops.Mean(inputs, 0, keepDimensions: true);
    }

    [Fact]
    public void Call_StepsThatVary_ComputesWhatTheLayerDoes()
    {
        var dense = new Dense(2, activation: "tanh", name: "inside");
        SymbolicTensor input = Input.Of([Shape.Unknown, 3]), single = Input.Of([3]);
        Model model = new(input, input.TimeDistributed(dense, name: "steps")), alone = new(single, dense.Apply(single));
        Assert.Equal([Shape.Unknown, Shape.Unknown, 2], model.OutputShapes[0]);
        Assert.Equal(["steps/inside/kernel", "steps/inside/bias"], model.Weights.Select(w => w.Path));
        Assert.Equal(8, model.CountParams());
        foreach (int steps in (int[])[1, 3, 5])
        {
            float[] values = [.. Enumerable.Range(0, 2 * steps * 3).Select(i => MathF.Sin(i))];
            float[] all = model.Predict(Tensor.Create(values, [2, steps, 3]), verbose: Verbosity.Silent).ToArray();
            Assert.Equal(alone.Predict(Tensor.Create(values, [2 * steps, 3]), verbose: Verbosity.Silent).ToArray(), all);
        }
    }

    [Fact]
    public void Call_LayerOfTheUsersOwn_GetsTheBatchOfOneStep()
    {
        float[] values = [1, 10, 100, 3, 30, 300];
        Sequential model = new Sequential().Input(3, 1).TimeDistributed(new Centred());
        Assert.Equal([-1, -10, -100, 1, 10, 100], model.Predict(Tensor.Create(values, [2, 3, 1]), verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void Call_DropoutInTraining_DrawsForEveryStep()
    {
        foreach (Layer inside in (Layer[])[new Dropout(0.5, seed: 3), new Dropout(0.5, noiseShape: [1, -1], seed: 3)])
        {
            var layer = new TimeDistributed(inside);
            (double[] ones, Shape shape) = (Enumerable.Repeat(1.0, 4 * 5 * 6).ToArray(), [4, 5, 6]);
            double[] kept =
                GraphRunner.Run(new ReferenceEngine(), [new Fed(ones, shape)], (x, context) => [.. layer.CallIn(x, context)],
                    training: true).Outputs[0];
            Assert.All(kept, v => Assert.True(v is 0 or 2));
            double[][] steps =
                [.. Enumerable.Range(0, 5)
                    .Select(t => Enumerable.Range(0, 4).SelectMany(b => kept[((b * 5 + t) * 6)..((b * 5 + t + 1) * 6)]).ToArray())];
            Assert.Equal(5, steps.Select(s => string.Join(" ", s)).Distinct().Count());
            // Noise that samples share is shared within each step.
            if (((Dropout)inside).NoiseShape is not null) Assert.All(steps, s => Assert.Equal(s[..6], s[6..12]));
        }
    }

    [Fact]
    public void ActivityRegularizer_OfALayerInAModel_CountsAtEveryStep()
    {
        // What Keras 3.16 adds up: sum over steps of 0.5 * sum(y^2) / batch; nothing for a layer that is wrapped itself.
        double Penalty(Layer inside)
        {
            Sequential model = new Sequential().Input(3, 2).TimeDistributed(inside);
            model.Compile("sgd", "mse");
            float[] y = model.Predict(Tensor.Create(Values, [2, 3, 2]), verbose: Verbosity.Silent).ToArray();
            double loss = model.TrainOnBatch(Tensor.Create(Values, [2, 3, 2]), Tensor.Create(y, [2, 3, 2]))["loss"],
                one = 0.5 * y.Sum(v => v * (double)v) / 2;
            Assert.True(one > 0);
            return loss / one;
        }

        Assert.Equal(1, Penalty(new Sequential { new Input(2), new Dense(2, activityRegularizer: new L2(0.5)) }), 1e-5);
        Assert.Equal(0, Penalty(new Dense(2, activityRegularizer: new L2(0.5))), 1e-9);
    }

    private static float[] Values => [.. Enumerable.Range(1, 12).Select(i => MathF.Cos(i))];

    [Fact]
    public void Layer_SharedWithAnother_HasTheSameWeights()
    {
        var dense = new Dense(2);
        SymbolicTensor input = Input.Of([4, 3]);
        var model = new Model(input, Merge.Add(new TimeDistributed(dense).Apply(input), dense.Apply(input)));
        Assert.Equal(2, model.Weights.Count);
        Assert.Equal(8, model.CountParams());
    }

    [Fact]
    public void Errors_OfShapesAndOutputs_NameTheLayer()
    {
        var e = Assert.Throws<ShapeMismatchException>(() => Input.Of([4]).TimeDistributed(new Dense(2), name: "flat"));
        Assert.Contains("'flat'", e.Message);
        Assert.Contains("(None, 4)", e.Message);
        Assert.Contains("LSTM",
            Assert.Throws<ArgumentException>(() => Input.Of([2, 3, 4]).TimeDistributed(new LSTM(2, returnState: true))).Message);
        Assert.Throws<ArgumentException>(() => new TimeDistributed(new Input(3)));
        Assert.Throws<ArgumentNullException>(() => new TimeDistributed(null!));
        Assert.Contains("'inner'",
            Assert.Throws<ShapeMismatchException>(() => Input.Of([3, 8, 8]).TimeDistributed(new Conv2D(2, 3, name: "inner"))).Message);
    }

    [Fact]
    public void Fit_WrappersInEachOther_LearnsAndTellsItsLayers()
    {
        Sequential model = new Sequential().Input(3, 6, 6, 1)
            .TimeDistributed(new Conv2D(4, 3, activation: "relu"), name: "look").TimeDistributed(new BatchNormalization(), name: "norm")
            .TimeDistributed(new Flatten(), name: "flat")
            .Bidirectional(new LSTM(5), name: "read").Dense(1, name: "say");
        model.Compile("adam", "mse");
        var random = new Random(4);
        var x = new float[8, 3, 6, 6, 1];
        var y = new float[8, 1];
        for (int i = 0; i < 8; i++)
            for (int t = 0; t < 3; t++)
                for (int p = 0; p < 36; p++) y[i, 0] += x[i, t, p / 6, p % 6, 0] = (random.NextSingle() - 0.5f) / 4;
        History history = model.Fit(x, y, epochs: 30, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < 0.5 * history["loss"][0], $"{history["loss"][0]} to {history["loss"][^1]}");
        Assert.Equal(2, model.GetLayer("norm").NonTrainableWeights.Count);
        model.GetLayer("norm").Trainable = false;
        Assert.Equal(4, model.GetLayer("norm").NonTrainableWeights.Count);
        foreach (string part in (string[])["look (TimeDistributed)", "(None, 3, 4, 4, 4)", "read (Bidirectional)", "(None, 10)"])
            Assert.Contains(part, model.SummaryText());
    }

    [Fact]
    public void Gradient_AtOnceAndStepByStep_AgreesWithFiniteDifferences()
    {
        foreach ((Layer inside, bool training) in ((Layer, bool)[])[(new Conv1D(2, 2), false), (new BatchNormalization(), true),
            (new SimpleRNN(2), false), (new Centred(), true)])
        {
            var layer = new TimeDistributed(inside);
            layer.EnsureBuilt([[-1, 2, 3, 2]]);
            GradientCheck.Verify((g, v) => layer.CallIn([new GraphTensor(v[0])], new CallContext(training))[0].Resolve(g),
                GradientCheck.Numbers(7, [3, 2, 3, 2]));
        }
    }

    [Theory, InlineData("TimeDistributed"), InlineData("Bidirectional")]
    public void Load_WrappersTooDeepInEachOther_IsRefused(string className)
    {
        JsonNode inside = JsonNode.Parse("""{"class_name": "LSTM", "config": {"units": 2}}""")!;
        for (int i = 0; i < 120; i++) inside =
            new JsonObject { ["class_name"] = className, ["config"] = new JsonObject { ["name"] = $"w{i}", ["layer"] = inside } };
        var model = new JsonObject
        {
            ["class_name"] = "Sequential",
            ["config"] = new JsonObject { ["name"] = "deep", ["layers"] = new JsonArray(inside) },
            ["keras_version"] = "2.11.0"
        };
        Assert.InRange(
            Assert.Throws<ModelFormatException>(() => Model.FromJson(model.ToJsonString(new() { MaxDepth = 2000 }))).Message.Length, 10,
            900);
    }
}
