using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Functional models with operators between the outputs of layers.</summary>
public sealed class OperationsBetweenLayersTests : IDisposable
{
    private static readonly float[] X = [1, -2, 3, 0.5f, -0.25f, 4];

    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-keras-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Save_OperatorsThatLayersHave_ComeBackAsLayers()
    {
        SymbolicTensor x = Input.Of([3]), a = new Dense(4).Apply(x), b = new Dense(4, name: "second").Apply(x);
        var model = new Model(x, new Dense(2).Apply((a + b) * (a - b) + Ops.Maximum(a, b)), "operators");
        model.Compile("adam", "mean_squared_error");
        var input = System.Numerics.Tensors.Tensor.Create(X, [2, 3]);
        float[] want = [.. model.Predict(input, verbose: Verbosity.Silent)];

        foreach (string name in (string[])["model.keras", "model.h5"])
        {
            string path = Path.Combine(_folder, name);
            model.Save(path);

            Model loaded = Model.Load(path);

            Assert.Equal(want.AsEnumerable(), loaded.Predict(input, verbose: Verbosity.Silent));
            Assert.Equal(2, loaded.Layers.Count(l => l is Add));
            Assert.Equal(model.Layers.Select(l => (l.Name, l.ClassName)), loaded.Layers.Select(l => (l.Name, l.ClassName)));
            ExchangeFiles.Add(loaded, path, "operators", [((Shape)new[] { 2, 3 }, X)], [want]);
        }
    }

    [Fact]
    public void Save_OtherOperators_NamesThemAndSaysWhatToDo()
    {
        SymbolicTensor x = Input.Of([3]);
        var model = new Model(x, new Dense(2).Apply(x * 2));

        var e = Assert.Throws<InvalidOperationException>(() => model.Save(Path.Combine(_folder, "model.keras")));

        Assert.Contains("'multiply", e.Message, StringComparison.Ordinal);
        Assert.Contains("Rescaling", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }
}
