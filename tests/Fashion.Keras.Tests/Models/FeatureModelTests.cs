using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Models;

/// <summary>Models made of parts of others: golden values come from real Keras (Golden/scripts/surgery.py).</summary>
public sealed class FeatureModelTests : IDisposable
{
    private static readonly float[,] X = { { 1, -2, 3 }, { 0, 0.5f, -1 }, { 2, 2, 2 } };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("surgery.keras")]
    [InlineData("surgery.h5")]
    public void PartsOfALoadedModel_GiveWhatKerasGives(string file)
    {
        JsonObject golden = JsonNode.Parse(File.ReadAllText(Path.Combine(GoldenCase.Root, "surgery", "surgery.json")))!.AsObject();
        Model loaded = Model.Load(Path.Combine(GoldenCase.Root, "surgery", file));
        var features = new Model(loaded.Inputs, loaded.GetLayer("flatten").Output);
        var tail = new Model([loaded.GetLayer("s").Output, loaded.GetLayer("a").Output], loaded.Outputs);
        float[] mid = Numbers(golden["mid"]);

        Close(golden["output"], loaded.Predict(Matrix(golden["x"]), verbose: Verbosity.Silent));
        Close(golden["features"], features.Predict(Matrix(golden["x"]), verbose: Verbosity.Silent));
        Close(golden["tail"],
            tail.Predict([Tensor.Create(mid, [4, 5]), Tensor.Create(Array.ConvertAll(mid, Math.Abs), [4, 5])], verbose: Verbosity.Silent));

        foreach (string name in (string[])["tail.keras", "tail.h5"])
        {
            tail.Save(_folder.File(name));
            Model again = Model.Load(_folder.File(name));
            Tensor<float> got = again.Predict([Tensor.Create(mid, [4, 5]), Tensor.Create(Array.ConvertAll(mid, Math.Abs), [4, 5])],
                verbose: Verbosity.Silent);
            Close(golden["tail"], got);
            ExchangeFiles.Add(tail, _folder.File(name), "middle_" + name, [([4, 5], mid), ([4, 5], Array.ConvertAll(mid, Math.Abs))],
                [[.. got]]);
        }
        // The layers are shared: what the whole model learns, its parts know.
        loaded.GetLayer("a").SetWeights(loaded.GetLayer("b").GetWeights());
        Assert.NotEqual(Numbers(golden["features"]), [.. features.Predict(Matrix(golden["x"]), verbose: Verbosity.Silent)]);
    }

    [Fact]
    public void InputAndOutput_AreThoseOfTheFirstUse()
    {
        SymbolicTensor left = Input.Of([3]), right = Input.Of([3]);
        var shared = new Dense(2);
        SymbolicTensor a = shared.Apply(left), b = shared.Apply(right);
        Assert.Same(left, shared.Input);
        Assert.Same(a, shared.Output);

        var join = new Concatenate();
        join.Apply([a, b]);
        Assert.Equal([a, b], join.Inputs);
        Assert.Contains("2 inputs", Assert.Throws<InvalidOperationException>(() => join.Input).Message, StringComparison.Ordinal);
        Assert.Contains("never applied", Assert.Throws<InvalidOperationException>(() => new Dense(1).Output).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Sequential_HasInputAndOutputOnceBuilt()
    {
        var model = new Sequential { new Flatten(), new Dense(4, "relu"), new Dense(2) };
        Assert.Contains("Build", Assert.Throws<InvalidOperationException>(() => model.Inputs).Message, StringComparison.Ordinal);
        model.Build([-1, 3]);

        var features = new Model(model.Input, model.Layers[^2].Output);
        var longer = new Model(model.Inputs, model.Output.Dense(5));
        var tail = new Model(model.GetLayer(-2).Output, model.Output);

        Assert.Equal([-1, 4], features.OutputShapes[0]);
        Assert.Equal([-1, 5], longer.OutputShapes[0]);
        Assert.Equal([.. model.Predict(X, verbose: Verbosity.Silent)],
            [.. tail.Predict(features.Predict(X, verbose: Verbosity.Silent), verbose: Verbosity.Silent)], Close(1e-6f));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.GetLayer(-4));
    }

    [Fact]
    public void Model_FromTheMiddleWithoutWhatItNeeds_NamesTheInput()
    {
        SymbolicTensor left = Input.Of([3], "left"), right = Input.Of([3], "right");
        SymbolicTensor a = left.Dense(2), b = right.Dense(2);
        Assert.Contains("'right'", Assert.Throws<ArgumentException>(() => new Model(a, a + b)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_FromTheMiddleOfANestedModel_KeepsTheInnerOneAndOperations()
    {
        var inner = new Sequential(name: "inner") { new Dense(4, inputShape: [3]), new Dense(2) };
        SymbolicTensor x = Input.Of([3]), scaled = x * 2, y = inner.Apply(scaled) + 1;
        var whole = new Model(x, y);
        var part = new Model(scaled, y);

        float[] want = [.. part.Predict(X, verbose: Verbosity.Silent)];
        Assert.Equal([.. inner.Predict(X, verbose: Verbosity.Silent).Select(v => v + 1)], want, Close(1e-6f));
        Assert.NotEqual([.. whole.Predict(X, verbose: Verbosity.Silent)], want);
        part.Save(_folder.File("part.keras"));
        Assert.Equal(want, Model.Load(_folder.File("part.keras")).Predict(X, verbose: Verbosity.Silent).ToArray());
        ExchangeFiles.Add(part, _folder.File("part.keras"), "middle_nested", [([3, 3], [.. X.Cast<float>()])], [want]);
    }

    [Fact]
    public void Apply_WithTraining_WorksSoWhateverTheModelDoes()
    {
        SymbolicTensor x = Input.Of([3]);
        var norm = new BatchNormalization();
        var frozen = new Model(x, norm.Apply(x, training: false).Dense(1));
        frozen.Compile("sgd", "mse");
        float[] before = norm.Weights[2].ToArray();
        frozen.Fit(X, new float[3, 1], verbose: Verbosity.Silent);
        Assert.Equal(before, norm.Weights[2].ToArray());

        var drops = new Model(x, new Dropout(0.5, seed: 1).Apply(x, training: true));
        float[] first = [.. drops.Predict(X, verbose: Verbosity.Silent)], second = [.. drops.Predict(X, verbose: Verbosity.Silent)];
        Assert.Contains(first.Zip(X.Cast<float>()), pair => pair.First == 0 && pair.Second != 0);
        Assert.NotEqual(first, second);
        drops.Save(_folder.File("drops.keras"));
        Model loaded = Model.Load(_folder.File("drops.keras"));
        Assert.Equal(first, loaded.Predict(X, verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void Head_IsReplacedAndTuned_WithFrozenLayersBeneath()
    {
        var old = new Sequential { new Dense(6, "relu", inputShape: [3]), new Dropout(0.2), new Dense(4, "softmax") };
        old.Save(_folder.File("old.h5"));
        foreach (bool sequential in (bool[])[true, false])
        {
            Model loaded = Model.Load(_folder.File("old.h5"));
            Model tuned;
            if (sequential)
            {
                ((Sequential)loaded).Pop();
                ((Sequential)loaded).Add(new Dense(2, "softmax", name: "head"));
                tuned = loaded;
            }
            else tuned = new Model(loaded.Inputs, loaded.GetLayer(-2).Output.Dense(2, "softmax", name: "head"));
            tuned.Layers.OfType<Dense>().First().Trainable = false;
            float[] kept = tuned.Weights[0].ToArray(), head = tuned.GetLayer("head").Weights[0].ToArray();
            tuned.Compile("adam", "sparse_categorical_crossentropy");
            tuned.Fit(X, new[] { 0, 1, 1 }, epochs: 2, verbose: Verbosity.Silent);
            Assert.Equal(kept, tuned.Weights[0].ToArray());
            Assert.NotEqual(head, tuned.GetLayer("head").Weights[0].ToArray());
            Assert.Equal(2, tuned.TrainableWeights.Count);
            tuned.Layers.OfType<Dense>().First().Trainable = true;
            tuned.Compile("adam", "sparse_categorical_crossentropy");
            tuned.Fit(X, new[] { 0, 1, 1 }, verbose: Verbosity.Silent);
            Assert.NotEqual(kept, tuned.Weights[0].ToArray());
        }
    }

    private static EqualityComparer<float> Close(float tolerance) =>
        EqualityComparer<float>.Create((a, b) => Math.Abs(a - b) <= tolerance, _ => 0);

    private static void Close(JsonNode? want, Tensor<float> got) => Assert.Equal(Numbers(want), [.. got], Close(1e-5f));

    private static float[] Numbers(JsonNode? rows) =>
        [.. rows!.AsArray().SelectMany(row => row!.AsArray().Select(v => v!.GetValue<float>()))];

    private static Tensor<float> Matrix(JsonNode? rows) => Tensor.Create(Numbers(rows), [rows!.AsArray().Count, rows[0]!.AsArray().Count]);
}
