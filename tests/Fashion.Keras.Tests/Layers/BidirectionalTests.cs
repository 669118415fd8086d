using System.Text.Json.Nodes;
using Fashion.Keras.Engine;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;
using Fashion.Keras.Reference;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Bidirectional: its two layers, their names, weights and outputs; numbers are those of the golden cases.</summary>
public class BidirectionalTests
{
    [Fact]
    public void Layers_OfOneLayer_AreCopiesWithNamesAndWeightsOfTheirOwn()
    {
        var given = new LSTM(3, kernelRegularizer: "l2", name: "reader", inputShape: [5, 2]);
        var model = new Sequential { new Bidirectional(given, name: "both") };
        var both = (Bidirectional)model.Layers[0];
        Assert.False(given.Built);
        Assert.Equal(["forward_reader", "backward_reader"], [both.ForwardLayer.Name, both.BackwardLayer.Name]);
        Assert.Equal([false, true], [both.ForwardLayer.GoBackwards, both.BackwardLayer.GoBackwards]);
        Assert.Equal([Shape.Unknown, 6], model.OutputShapes[0]);
        Assert.Equal(2 * (4 * 3 * (2 + 3 + 1)), both.CountParams());
        Assert.Equal(["kernel", "recurrent_kernel", "bias", "kernel", "recurrent_kernel", "bias"], both.Weights.Select(w => w.Name));
        Assert.Equal($"{model.Name}/both/backward_reader/lstm_cell/kernel", both.Weights[3].Path);
        Assert.All([both.Weights[0], both.Weights[3]], w => Assert.NotNull(w.Regularizer));
        Assert.NotEqual(both.Weights[0].ToArray(), both.Weights[3].ToArray());
    }

    [Fact]
    public void BackwardLayer_Given_IsUsedItself()
    {
        var backward = new GRU(3, goBackwards: true, name: "own");
        var both = new Bidirectional(new LSTM(3), backwardLayer: backward);
        both.EnsureBuilt([[-1, 4, 2]]);
        Assert.Same(backward, both.BackwardLayer);
        Assert.True(backward.Built);
        Assert.Equal("own", backward.Name);
    }

    [Fact]
    public void Constructor_LayersThatDoNotMatch_AreNamed()
    {
        Assert.Contains("goBackwards", Assert.Throws<ArgumentException>(() => new Bidirectional(new LSTM(2, goBackwards: true))).Message);
        Assert.Contains("goBackwards",
            Assert.Throws<ArgumentException>(() => new Bidirectional(new LSTM(2), backwardLayer: new LSTM(2))).Message);
        Assert.Contains("returnState",
            Assert.Throws<ArgumentException>(
                () => new Bidirectional(new LSTM(2), backwardLayer: new LSTM(2, goBackwards: true, returnState: true))).Message);
        Assert.Contains("mergeMode",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Bidirectional(new LSTM(2), (MergeMode)9)).Message);
        var e =
            Assert.Throws<ShapeMismatchException>(
                () => Input.Of([4, 2]).Bidirectional(new LSTM(2), MergeMode.Sum, new LSTM(3, goBackwards: true), name: "uneven"));
        Assert.Contains("'uneven'", e.Message);
        Assert.Equal([Shape.Unknown, 5], Input.Of([4, 2]).Bidirectional(new LSTM(2), backwardLayer: new LSTM(3, goBackwards: true)).Shape);
    }

    [Fact]
    public void Outputs_WithoutMergeMode_AreTwoAndThenTheStates()
    {
        SymbolicTensor input = Input.Of([4, 2]);
        IReadOnlyList<SymbolicTensor> outputs =
            new Bidirectional(new LSTM(3, returnSequences: true, returnState: true), null).Apply([input]);
        Assert.Equal(["(None, 4, 3)", "(None, 4, 3)", "(None, 3)", "(None, 3)", "(None, 3)", "(None, 3)"],
            outputs.Select(o => o.Shape.ToString()));
        Assert.Contains("2 outputs",
            Assert.Throws<ArgumentException>(() => new Sequential { new Input(4, 2), new Bidirectional(new GRU(2), null) }).Message);
        Assert.Contains("[(None, 2), (None, 2)]",
            new Model(input, new Bidirectional(new GRU(2), null).Apply([input]).ToArray()).SummaryText());
    }

    [Fact]
    public void Fit_FrozenForwardLayer_ChangesOnlyTheBackwardLayer()
    {
        Sequential model = new Sequential().Input(4, 2)
            .Bidirectional(new GRU(3, dropout: 0.2, recurrentDropout: 0.2, seed: 1), name: "both").Dense(1);
        var both = (Bidirectional)model.GetLayer("both");
        both.ForwardLayer.Trainable = false;
        Assert.Equal(3, both.TrainableWeights.Count);
        float[][] before = [.. both.Weights.Select(w => w.ToArray())];
        model.Compile("adam", "mse");
        model.Fit(new float[6, 4, 2], new float[,] { { 1 }, { 2 }, { 3 }, { 4 }, { 5 }, { 6 } }, epochs: 2, verbose: Verbosity.Silent);
        bool[] same = [.. both.Weights.Select((w, i) => before[i].SequenceEqual(w.ToArray()))];
        Assert.Equal([true, true, true], same[..3]);
        Assert.False(same[5]);
        both.Trainable = false;
        Assert.Empty(model.GetLayer("both").TrainableWeights);
    }

    [Theory, InlineData("LSTM"), InlineData("GRU"), InlineData("SimpleRNN")]
    public void ZeroOutputForMask_InAFile_MakesOutputsOfMissingStepsZero(string className)
    {
        // As Keras 3.16 does without Bidirectional, which is where files have it from; the state stays as it was.
        foreach (bool sequences in (bool[])[false, true])
        {
            double[][] Run(bool zero)
            {
                Layer layer =
                    LayerCase.Create(className, new JsonObject
                    { ["units"] = 2, ["return_sequences"] = sequences, ["return_state"] = true, ["zero_output_for_mask"] = zero });
                layer.EnsureBuilt([[-1, 3, 2]]);
                for (int i = 0; i < layer.Weights.Count; i++)
                    layer.Weights[i].Set([.. GradientCheck.Numbers(i, layer.Weights[i].Shape).Values.Select(v => (float)v)]);
                (double[] numbers, Shape shape) = GradientCheck.Numbers(7, [2, 3, 2]);
                return GraphRunner.Run(new ReferenceEngine(), [new Fed(numbers, shape), new Fed([1, 0, 1, 1, 1, 0], [2, 3])],
                    (x, context) => [.. layer.CallIn([x[0].WithMask(x[1])], context)]).Outputs;
            }

            double[][] plain = Run(false), zeroed = Run(true);
            bool[] present = sequences ? [true, false, true, true, true, false] : [true, false];
            Assert.All(plain[0], v => Assert.NotEqual(0, v));
            Assert.Equal(plain[0].Select((v, i) => present[i / 2] ? v : 0), zeroed[0]);
            Assert.Equal(plain[1], zeroed[1]);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Gradient_OfBothDirections_AgreesWithFiniteDifferences(bool sequences)
    {
        foreach (MergeMode mode in Enum.GetValues<MergeMode>())
        {
            var layer = new Bidirectional(new GRU(2, returnSequences: sequences), mode);
            layer.EnsureBuilt([[-1, 3, 2]]);
            for (int i = 0; i < layer.Weights.Count; i++)
                layer.Weights[i].Set([.. GradientCheck.Numbers(i, layer.Weights[i].Shape).Values.Select(v => (float)v)]);
            GradientCheck.Verify((g, v) => layer.CallIn([new GraphTensor(v[0])], new CallContext(training: false))[0].Resolve(g),
                GradientCheck.Numbers(7, [2, 3, 2]));
        }
    }
}
