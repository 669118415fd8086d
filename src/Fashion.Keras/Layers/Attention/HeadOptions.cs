using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Internal;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>What the layers of attention by several heads have in common.</summary>
internal sealed record HeadOptions
{
    public double Dropout { get; init; }

    public bool UseBias { get; init; } = true;

    public int? SlidingWindow { get; init; }

    public bool? FlashAttention { get; init; }

    public required WeightOptions Kernel { get; init; }

    public required WeightOptions Bias { get; init; }

    /// <summary>Penalty on the output of every projection.</summary>
    public Regularizer? ActivityRegularizer { get; init; }

    public bool UseGate { get; init; }

    public int? Seed { get; init; }

    public string? Name { get; init; }

    /// <summary>The options as constructors take them.</summary>
    public static HeadOptions Of(double dropout, bool useBias, int? slidingWindow, bool? flashAttention, Initializer? kernelInitializer,
        Initializer? biasInitializer, Regularizer? kernelRegularizer, Regularizer? biasRegularizer,
        Regularizer? activityRegularizer, Constraint? kernelConstraint, Constraint? biasConstraint, bool useGate, int? seed,
        string? name) => new()
        {
            Dropout = dropout,
            UseBias = useBias,
            SlidingWindow = slidingWindow,
            FlashAttention = flashAttention,
            Kernel = new(kernelInitializer ?? new GlorotUniform(), kernelRegularizer, kernelConstraint),
            Bias = new(biasInitializer ?? new Zeros(), biasRegularizer, biasConstraint),
            ActivityRegularizer = activityRegularizer,
            UseGate = useGate,
            Seed = seed,
            Name = name,
        };

    /// <summary>The options out of a file.</summary>
    public static HeadOptions From(ConfigReader config) => new()
    {
        Dropout = config.GetDouble("dropout", 0),
        UseBias = config.GetBool("use_bias", true),
        SlidingWindow = config.GetIntOrNull("sliding_window"),
        Kernel = WeightOptions.From(config, "kernel", new GlorotUniform()),
        Bias = WeightOptions.From(config, "bias", new Zeros()),
        ActivityRegularizer = config.Regularizer("activity_regularizer"),
        UseGate = config.GetBool("use_gate", false),
        Seed = config.GetIntOrNull("seed"),
        Name = config.Name(),
    };

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">One of them cannot be; the message names the layer and the option.</exception>
    public HeadOptions Checked(string layer)
    {
        Guard.InRange(Dropout, 0, 1, layer, "dropout");
        if (SlidingWindow is { } window) Guard.Positive(window, layer, "slidingWindow");
        return FlashAttention != true ? this
            : throw new ArgumentException($"{layer}: flashAttention true is not possible; there is no such kernel here, as in Keras on a " +
                "CPU. Leave it null or false.");
    }

    public void WriteTo(ConfigWriter config)
    {
        config.Write("dropout", Dropout).Write("use_bias", UseBias).Write("use_gate", UseGate).Write("sliding_window", SlidingWindow);
        Kernel.WriteTo(config, "kernel");
        Bias.WriteTo(config, "bias");
        config.Write("activity_regularizer", ActivityRegularizer).Write("seed", Seed);
    }
}
