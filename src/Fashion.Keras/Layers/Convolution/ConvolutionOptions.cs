using Fashion.Keras.Activations;
using Fashion.Keras.Serialization;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;

namespace Fashion.Keras.Layers;

/// <summary>Settings of any convolution; every layer uses its share of them. Sizes are one per spatial axis.</summary>
internal sealed record ConvolutionOptions
{
    public int Filters { get; init; }

    public required Shape KernelSize { get; init; }

    public required Shape Strides { get; init; }

    public required Shape Dilation { get; init; }

    public Padding Padding { get; init; }

    public DataFormat DataFormat { get; init; }

    public int Groups { get; init; } = 1;

    public int DepthMultiplier { get; init; } = 1;

    public Shape? OutputPadding { get; init; }

    public ActivationFunction? Activation { get; init; }

    public bool UseBias { get; init; } = true;

    public required WeightOptions Kernel { get; init; }

    /// <summary>The 1x1 kernel of a separable convolution.</summary>
    public WeightOptions? Pointwise { get; init; }

    public required WeightOptions Bias { get; init; }

    public Regularizer? ActivityRegularizer { get; init; }

    public Shape? InputShape { get; init; }

    public string? Name { get; init; }

    public static WeightOptions KernelWeight(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new(initializer ?? new GlorotUniform(), regularizer, constraint);

    public static WeightOptions BiasWeight(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new(initializer ?? new Zeros(), regularizer, constraint);

    /// <summary>Reads Keras's keys; <paramref name="kernel"/> is the word in front of <c>_initializer</c>.</summary>
    public static ConvolutionOptions From(ConfigReader config, int rank, string kernel = "kernel")
    {
        Shape ones = Enumerable.Repeat(1, rank).ToArray();
        return new ConvolutionOptions
        {
            Filters = config.GetInt("filters", 0),
            KernelSize = config.Sizes("kernel_size", rank) ?? throw config.Wrong("kernel_size", $"{rank} whole number(s)"),
            Strides = config.Sizes("strides", rank) ?? ones,
            Dilation = config.Sizes("dilation_rate", rank) ?? ones,
            Padding = config.Padding(),
            DataFormat = config.DataFormat(),
            Groups = config.GetInt("groups", 1),
            DepthMultiplier = config.GetInt("depth_multiplier", 1),
            OutputPadding = config.Sizes("output_padding", rank),
            Activation = config.Activation(),
            UseBias = config.GetBool("use_bias", true),
            Kernel = WeightOptions.From(config, kernel, new GlorotUniform()),
            Pointwise = kernel == "depthwise" ? WeightOptions.From(config, "pointwise", new GlorotUniform()) : null,
            Bias = WeightOptions.From(config, "bias", new Zeros()),
            ActivityRegularizer = config.Regularizer("activity_regularizer"),
            Name = config.Name(),
        };
    }
}
