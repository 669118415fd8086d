using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Settings of any convolution; every layer uses its share of them.</summary>
internal sealed record ConvolutionOptions(ConvolutionWindow Window, ActivationFunction? Activation, bool UseBias, WeightOptions Kernel,
    WeightOptions Bias, Regularizer? ActivityRegularizer, Shape? InputShape, string? Name)
{
    public Shape KernelSize => Window.KernelSize;

    public Shape Strides => Window.Strides;

    public Shape Dilation => Window.Dilation;

    public Padding Padding => Window.Padding;

    public DataFormat DataFormat => Window.DataFormat;

    public int Filters { get; init; }

    public int Groups { get; init; } = 1;

    public int DepthMultiplier { get; init; } = 1;

    public Shape? OutputPadding { get; init; }

    /// <summary>The 1x1 kernel of a separable convolution.</summary>
    public WeightOptions? Pointwise { get; init; }

    public static WeightOptions KernelWeight(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new(initializer ?? new GlorotUniform(), regularizer, constraint);

    public static WeightOptions BiasWeight(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new(initializer ?? new Zeros(), regularizer, constraint);

    /// <summary>Reads Keras's keys; <paramref name="kernel"/> is the word in front of <c>_initializer</c>.</summary>
    public static ConvolutionOptions From(ConfigReader config, int rank, string kernel = "kernel") => new(
        ConvolutionWindow.From(config, rank),
        config.Activation(),
        config.GetBool("use_bias", true),
        WeightOptions.From(config, kernel, new GlorotUniform()),
        WeightOptions.From(config, "bias", new Zeros()),
        config.Regularizer("activity_regularizer"),
        InputShape: null,
        config.Name())
    {
        Filters = config.GetInt("filters", 0),
        Groups = config.GetInt("groups", 1),
        DepthMultiplier = config.GetInt("depth_multiplier", 1),
        OutputPadding = config.Sizes("output_padding", rank),
        Pointwise = kernel == "depthwise" ? WeightOptions.From(config, "pointwise", new GlorotUniform()) : null,
    };
}
