using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Activations;

/// <summary>Activations by Keras's names, and out of files.</summary>
internal static class ActivationTable
{
    // Each reads its options (Keras's keyword arguments); without any it has Keras's defaults.
    private static readonly Dictionary<string, Func<ConfigReader, ActivationFunction>> Known = new(StringComparer.Ordinal)
    {
        ["celu"] = o => With(o, "alpha", 1, "celu", Ops.Celu),
        ["elu"] = o => new Elu(o.GetDouble("alpha", 1)),
        ["exponential"] = _ => Plain("exponential", Ops.Exp),
        ["gelu"] = o => new Gelu(o.GetBool("approximate", false)),
        ["glu"] = o => Along(o, "glu", Ops.Glu),
        ["hard_shrink"] = o => With(o, "threshold", 0.5, "hard_shrink", Ops.HardShrink),
        ["hard_sigmoid"] = _ => Plain("hard_sigmoid", Ops.HardSigmoid),
        ["hard_silu"] = _ => Plain("hard_silu", Ops.HardSilu),
        ["hard_tanh"] = _ => Plain("hard_tanh", Ops.HardTanh),
        ["leaky_relu"] = o => new LeakyRelu(o.GetDouble("negative_slope", o.GetDouble("alpha", 0.2))),
        ["linear"] = _ => Plain("linear", x => x),
        ["log_sigmoid"] = _ => Plain("log_sigmoid", Ops.LogSigmoid),
        ["log_softmax"] = o => Along(o, "log_softmax", Ops.LogSoftmax),
        ["mish"] = _ => Plain("mish", Ops.Mish),
        ["relu"] = o => new Relu(o.GetDouble("negative_slope", 0), o.GetDoubleOrNull("max_value"), o.GetDouble("threshold", 0)),
        ["relu6"] = _ => Plain("relu6", Ops.Relu6),
        ["selu"] = _ => Plain("selu", Ops.Selu),
        ["sigmoid"] = _ => Plain("sigmoid", Ops.Sigmoid),
        ["silu"] = _ => Plain("silu", Ops.Silu),
        ["soft_shrink"] = o => With(o, "threshold", 0.5, "soft_shrink", Ops.SoftShrink),
        ["softmax"] = o => Along(o, "softmax", Ops.Softmax),
        ["softplus"] = _ => Plain("softplus", Ops.Softplus),
        ["softsign"] = _ => Plain("softsign", Ops.Softsign),
        ["sparse_plus"] = _ => Plain("sparse_plus", Ops.SparsePlus),
        ["sparse_sigmoid"] = _ => Plain("sparse_sigmoid", Ops.SparseSigmoid),
        ["sparsemax"] = o => Along(o, "sparsemax", Ops.Sparsemax),
        ["squareplus"] = o => With(o, "b", 4, "squareplus", Ops.Squareplus),
        ["tanh"] = _ => Plain("tanh", Ops.Tanh),
        ["tanh_shrink"] = _ => Plain("tanh_shrink", Ops.TanhShrink),
        ["threshold"] = o => Threshold(o.GetDouble("threshold", 0), o.GetDouble("default_value", 0)),
    };

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["swish"] = "silu",
        ["hard_swish"] = "hard_silu",
        // Activations with options are kept as layers.
        ["ReLU"] = "relu",
        ["ELU"] = "elu",
        ["Softmax"] = "softmax",
    };

    public static ActivationFunction ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name)?.Invoke(new ConfigReader(null, name)) ?? throw Guard.Unknown("activation", name, Known.Keys);
    }

    /// <summary>The activation that a file names: a plain name, a function object, or a layer that is one.</summary>
    public static ActivationFunction From(NestedConfig nested)
    {
        ArgumentNullException.ThrowIfNull(nested);
        if (nested.Config.Custom?.Find<ActivationFunction>(nested) is { } own) return own;
        if (nested.ClassName == "LeakyReLU")
            return new LeakyRelu(nested.Config.GetDouble("negative_slope", nested.Config.GetDouble("alpha", 0.3)));
        if (nested.ClassName == "Activation" && nested.Config.HasObject("activation")) return From(nested.Config.GetObject("activation")!);
        if (nested.ClassName == "Pipeline") return Keras2HardSigmoid.From(nested.Config);
        // {"class_name": "function", "config": "relu"}, or {"class_name": "Activation", "config": {"activation": "relu"}}.
        string? name = nested.ClassName switch
        {
            "function" => nested.Config.GetString("name"),
            "Activation" => nested.Config.GetString("activation"),
            _ => nested.ClassName,
        };
        return Find(name ?? "")?.Invoke(
            nested.ClassName is "function" or "Activation" ? new ConfigReader(null, nested.Config.Place) : nested.Config)
            ?? throw UnknownName.InFile("activation", name ?? "", Known.Keys, nested.Config, UnknownName.Register);
    }

    private static Func<ConfigReader, ActivationFunction>? Find(string name) =>
        Known.GetValueOrDefault(Aliases.GetValueOrDefault(name, name));

    private static FunctionActivation Plain(string name, Func<SymbolicTensor, SymbolicTensor> function) =>
        new(name, function, isKeras: true);

    private static FunctionActivation With(ConfigReader options, string option, double fallback, string name,
        Func<SymbolicTensor, double, SymbolicTensor> function)
    {
        double value = options.GetDouble(option, fallback);
        return new(name, x => function(x, value));
    }

    private static FunctionActivation Along(ConfigReader options, string name, Func<SymbolicTensor, int, SymbolicTensor> function)
    {
        int axis = options.GetInt("axis", -1);
        return new(name, x => function(x, axis));
    }

    private static FunctionActivation Threshold(double threshold, double value) =>
        new("threshold", x => Ops.Threshold(x, threshold, value));
}
