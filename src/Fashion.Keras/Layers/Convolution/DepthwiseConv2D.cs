using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Filters that move over images and look at one channel each.</summary>
/// <remarks>
/// Input (batch, height, width, channels), output (batch, new height, new width, channels * depthMultiplier): output
/// c * depthMultiplier + m belongs to channel c. Weights: kernel (height, width, channels, depthMultiplier), bias
/// (channels * depthMultiplier,).
/// Source: keras.io/api/layers/convolution_layers/depthwise_convolution2d.
/// </remarks>
[KerasLayer]
public sealed partial class DepthwiseConv2D : DepthwiseConvolution
{
    /// <summary>Makes the layer.</summary>
    /// <param name="kernelSize">Height and width of a filter; one number for all.</param>
    /// <param name="strides">Step from one window to the next; null for 1.</param>
    /// <param name="padding">What happens at the borders. <c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="depthMultiplier">Number of outputs per channel, positive.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">Distance between the filter's cells; null for 1. Not together with strides above 1.</param>
    /// <param name="activation">Function applied to the outputs; null for none.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="depthwiseInitializer">Start values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">Start values of the bias; null for zeros.</param>
    /// <param name="depthwiseRegularizer">Penalty on the kernel.</param>
    /// <param name="biasRegularizer">Penalty on the bias.</param>
    /// <param name="activityRegularizer">Penalty on the output, divided by the batch size.</param>
    /// <param name="depthwiseConstraint">Rule for the kernel.</param>
    /// <param name="biasConstraint">Rule for the bias.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A size is not positive, or options exclude each other.</exception>
    public DepthwiseConv2D(Size2D kernelSize, Size2D? strides = null, Choice<Padding> padding = default, int depthMultiplier = 1,
        Choice<DataFormat> dataFormat = default, Size2D? dilationRate = null, ActivationFunction? activation = null, bool useBias = true,
        Initializer? depthwiseInitializer = null, Initializer? biasInitializer = null, Regularizer? depthwiseRegularizer = null,
        Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? depthwiseConstraint = null,
        Constraint? biasConstraint = null, Shape? inputShape = null, string? name = null)
        : this(new ConvolutionOptions(
            new ConvolutionWindow(kernelSize.ToShape(), (strides ?? 1).ToShape(), padding.OrFirst(), dataFormat.OrFirst(),
                (dilationRate ?? 1).ToShape()),
            activation, useBias, ConvolutionOptions.KernelWeight(depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint),
            ConvolutionOptions.BiasWeight(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer, inputShape, name)
        { DepthMultiplier = depthMultiplier })
    { }

    private DepthwiseConv2D(ConvolutionOptions options) : base(options) { }

    internal static DepthwiseConv2D FromConfig(ConfigReader config) => new(ConvolutionOptions.From(config, 2, "depthwise"));
}
