using Fashion.Keras.Serialization;

namespace Fashion.Keras.Activations;

/// <summary>
/// What Keras 1 and 2 called <c>hard_sigmoid</c>: clip(0.2 * x + 0.5, 0, 1). Keras 3 has no name for it; files keep it as a
/// <c>Pipeline</c> of two layers that compute it.
/// </summary>
internal sealed class Keras2HardSigmoid : LayerActivation
{
    private const double Slope = 0.2, Middle = 0.5;

    public override string Name => "hard_sigmoid of Keras 2";

    public override string ClassName => "Pipeline";

    private protected override bool HasDefaults => false;

    /// <summary>Reads what <see cref="WriteConfig"/> writes.</summary>
    /// <exception cref="ModelFormatException">Another pipeline.</exception>
    public static Keras2HardSigmoid From(ConfigReader config)
    {
        if (config.GetObjects("layers") is [{ ClassName: "Rescaling", Config: var line }, { ClassName: "ReLU", Config: var limits }]
            && line.GetDouble("scale", 1) == Slope && line.GetDouble("offset", 0) == Middle
            && limits.GetDoubleOrNull("max_value") == 1 && limits.GetDouble("negative_slope", 0) == 0
            && limits.GetDouble("threshold", 0) == 0) return new();
        throw config.Wrong("layers",
            "Rescaling(0.2, 0.5) and ReLU(max_value=1), which is hard_sigmoid of Keras 2; no other pipeline is known as an activation");
    }

    public override SymbolicTensor Apply(SymbolicTensor x) => Ops.Clip(x * Slope + Middle, 0, 1);

    public override void WriteConfig(ConfigWriter config) => config.Write("name", "hard_sigmoid").Write("layers",
    [
        new Part("Rescaling", c => c.Write("name", "line").Write("scale", Slope).Write("offset", Middle)),
        new Part("ReLU", c => c.Write("name", "limits").Write("max_value", 1.0).Write("negative_slope", 0.0).Write("threshold", 0.0)),
    ]);

    private sealed class Part(string className, Action<ConfigWriter> write) : IKerasObject
    {
        public string ClassName => className;

        public string Module => "keras.layers";

        public void WriteConfig(ConfigWriter config) => write(config);
    }
}
