using Fashion.Keras.Activations;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Layers and activations of a user come back out of files, once registered.</summary>
public sealed class CustomObjectsTests : IDisposable
{
    private static readonly float[,] X = { { 1, -2, 3 }, { -0.5f, 0.25f, 4 } };

    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-keras-").FullName;

    private static CustomObjects Own => new()
    {
        config => new Residual(config.GetInt("units")),
        { "cube", _ => ActivationFunction.Create("cube", x => x * x * x) },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("model.keras")]
    [InlineData("model.h5")]
    [InlineData("model.weights.h5")]
    public void Load_LayerWithLayersInside_IsTheSame(string name)
    {
        Sequential model = Build();
        string path = Path.Combine(_folder, name);
        Model loaded;
        if (name.EndsWith(".weights.h5", StringComparison.Ordinal))
        {
            model.SaveWeights(path);
            loaded = Build();
            Assert.Empty(loaded.LoadWeights(path));
        }
        else
        {
            model.Save(path);
            loaded = Model.Load(path, customObjects: Own);
        }

        Assert.Equal(model.Weights.Count, loaded.Weights.Count);
        foreach ((Variable want, Variable got) in model.Weights.Zip(loaded.Weights)) Assert.Equal(want.ToArray(), got.ToArray());
        Assert.Equal(model.Predict(X, verbose: Verbosity.Silent).ToArray(), loaded.Predict(X, verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void Load_OnlyOneOfTwoRegistered_NamesTheOther()
    {
        string path = Path.Combine(_folder, "model.keras");
        Build().Save(path);

        var e =
            Assert.Throws<ModelFormatException>(
                () => Model.Load(path, customObjects: new CustomObjects { config => new Residual(config.GetInt("units")) }));

        Assert.Contains("cube", e.Message, StringComparison.Ordinal);
    }

    private static Sequential Build() =>
        new() { new Input(3), new Residual(3, "block"), new Residual(3),
            new Dense(2, activation: ActivationFunction.Create("cube", x => x * x * x)) };

    // Known as "Custom>Residual", Keras's default.
    private sealed class Residual : Layer
    {
        private readonly int _units;
        private readonly Dense _first, _second;

        public Residual(int units, string? name = null) : base(name)
        {
            _units = units;
            _first = Track(new Dense(units, activation: "relu"));
            _second = Track(new Dense(units));
        }

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) =>
            inputs + _second.Apply(_first.Apply(inputs, context), context);

        public override void WriteConfig(ConfigWriter config)
        {
            base.WriteConfig(config);
            config.Write("units", _units);
        }
    }
}
