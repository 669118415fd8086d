using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Models;

public class ModelTests
{
    // Keras walks back from outputs by name in the order of the names; so its files name the weights.
    [Fact]
    public void Layers_OutputsByName_AreInTheOrderOfTheNames()
    {
        SymbolicTensor x = Input.Of([4], name: "x");
        SymbolicTensor first = x.Dense(2, name: "first"), second = x.Dense(2, name: "second"), a = x.Dense(2, name: "a");

        var model = new Model(x, new ModelTensors { ["low"] = first, ["high"] = second });
        var list = new Model(x, [first, a]);

        foreach (Model same in (Model[])[model, model.Clone(), Model.FromJson(model.ToJson())])
        {
            Assert.Equal(["x", "second", "first"], same.Layers.Select(layer => layer.Name));
            Assert.Equal(["low", "high"], same.OutputNames);
        }
        foreach (Model same in (Model[])[list, list.Clone(), Model.FromJson(list.ToJson())])
        {
            Assert.Equal(["x", "first", "a"], same.Layers.Select(layer => layer.Name));
            Assert.Equal(["first", "a"], same.OutputNames);
        }
    }

    [Fact]
    public void Logs_OfABatch_AreTakenApart()
    {
        var model = new Sequential { Input.Of([4]), new Dense(1) };
        model.Compile("sgd", "mse", ["mae", "mape"]);

        (double loss, double mae) = model.TrainOnBatch(Ops.Zeros([2, 4]), Ops.Ones([2, 1]));
        var (_, again, mape) = model.TestOnBatch(Ops.Zeros([2, 4]), Ops.Ones([2, 1]));

        Assert.Equal((1, 1), (loss, mae));
        Assert.InRange(again, 0, 1);
        Assert.Equal(100 * again, mape, 3);
        model.Compile("sgd", "mse");
        Assert.Contains("loss only", Assert.Throws<InvalidOperationException>(() =>
        {
            var (_, _) = model.TestOnBatch(Ops.Zeros([2, 4]), Ops.Ones([2, 1]));
        }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_TensorWithValues_IsData()
    {
        var model = new Sequential { Input.Of([3]), new Dense(1, kernelInitializer: "ones") };

        Assert.Equal([3, 3], model.Predict(Ops.Ones([2, 3]), verbose: 0).ToArray());
        Assert.Throws<InvalidOperationException>(() => model.Predict(Input.Of([3]), verbose: 0));
    }

    [Fact]
    public void Evaluate_SamplesWithWeights_WeighsThem()
    {
        var model = new Sequential { Input.Of([1]), new Dense(1, kernelInitializer: "ones") };
        model.Compile("sgd", "mse");
        (float[] X, float[] Y, float Weight)[] samples = [([1], [3], 1), ([2], [2], 5), ([0], [1], 2)];

        Assert.Equal((4 + 0 + 2) / 3.0, model.Evaluate(samples, batchSize: 2, verbose: 0).Loss, 5);
    }

    [Fact]
    public void Layers_OfTwoBranches_ComeByDistanceFromTheOutput()
    {
        var input = Input.Of([4], name: "in");
        var left = input.Dense(3, name: "left");
        var right = input.Dense(3, name: "right1").Dense(3, name: "right2");
        var model = new Model(input, Merge.Concatenate(left, right).Dense(2, name: "out"));
        Assert.Equal(["in", "right1", "left", "right2", "out"], model.Layers.Where(l => l is not Concatenate).Select(l => l.Name));
        Assert.Equal(["out"], model.OutputNames);
    }

    [Fact]
    public void Constructor_OutputOfAnotherInput_Throws()
    {
        var a = Input.Of([4], name: "a");
        var b = Input.Of([4], name: "b");
        Assert.Contains("'b'", Assert.Throws<ArgumentException>(() => new Model(a, Merge.Concatenate(a, b))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void SharedLayer_UsedTwice_HasOneSetOfWeights()
    {
        var a = Input.Of([4]);
        var b = Input.Of([4]);
        var shared = new Dense(2);
        var model = new Model([a, b], Merge.Concatenate(a.Then(shared), b.Then(shared)));
        Assert.Equal(10, model.CountParams());
    }

    [Fact]
    public void PredictAll_SeveralOutputsAndInputs_InOrder()
    {
        var a = Input.Of([2], name: "a");
        var b = Input.Of([2], name: "b");
        var model = new Model([a, b], new Dictionary<string, SymbolicTensor> { ["sum"] = a + b, ["difference"] = a - b });
        var x = new float[,] { { 5, 6 } };
        var y = new float[,] { { 1, 2 } };
        var outputs = model.PredictAll([x, y], verbose: Verbosity.Silent);
        Assert.Equal([6f, 8f], outputs[0].ToArray());
        Assert.Equal([4f, 4f], outputs[1].ToArray());
        var named = model.PredictAll(new Dictionary<string, ModelData> { ["b"] = y, ["a"] = x }, verbose: Verbosity.Silent);
        Assert.Equal([4f, 4f], named[1].ToArray());
        Assert.Contains("PredictAll",
            Assert.Throws<InvalidOperationException>(() => model.Predict([x, y], verbose: Verbosity.Silent)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void NestedModel_InASequential_PredictsTheSame()
    {
        var inner = new Sequential { new Dense(3, inputShape: [2], activation: "relu") };
        var outer = new Sequential { inner, new Activation("linear") };
        var x = new float[,] { { 1, -2 }, { 3, 4 } };
        Assert.Equal(inner.Predict(x, verbose: Verbosity.Silent).ToArray(), outer.Predict(x, verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void GetLayer_UnknownName_ListsThoseThereAre()
    {
        var model = new Sequential { new Dense(3, inputShape: [2], name: "here") };
        Assert.Contains("here", Assert.Throws<ArgumentException>(() => model.GetLayer("there")).Message, StringComparison.Ordinal);
        Assert.Same(model.Layers[0], model.GetLayer(0));
    }
}
