using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>A depthwise convolution over sequences, then a mix of the channels at every step.</summary>
/// <remarks>
/// Input (batch, steps, channels), output (batch, new steps, filters). Weights: depthwise_kernel (length, channels, depthMultiplier),
/// pointwise_kernel (1, channels * depthMultiplier, filters), bias (filters,).
/// Source: keras.io/api/layers/convolution_layers/separable_convolution1d.
/// </remarks>
[KerasLayer]
public sealed partial class SeparableConv1D : SeparableConvolution
{
    /// <summary>Makes the layer.</summary>
    /// <param name="filters">Number of filters, positive.</param>
    /// <param name="kernelSize">Length of a filter.</param>
    /// <param name="strides">Step from one window to the next.</param>
    /// <param name="padding">What happens at the borders. <c>"valid"</c>, the default, <c>"same"</c> or <c>"causal"</c>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">Distance between the filter's cells. Not together with strides above 1.</param>
    /// <param name="depthMultiplier">Number of outputs per channel before they are mixed, positive.</param>
    /// <param name="activation">Function applied to the outputs; null for none.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="depthwiseInitializer">Start values of the depthwise kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="pointwiseInitializer">Start values of the mixing kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">Start values of the bias; null for zeros.</param>
    /// <param name="depthwiseRegularizer">Penalty on the depthwise kernel.</param>
    /// <param name="pointwiseRegularizer">Penalty on the mixing kernel.</param>
    /// <param name="biasRegularizer">Penalty on the bias.</param>
    /// <param name="activityRegularizer">Penalty on the output, divided by the batch size.</param>
    /// <param name="depthwiseConstraint">Rule for the depthwise kernel.</param>
    /// <param name="pointwiseConstraint">Rule for the mixing kernel.</param>
    /// <param name="biasConstraint">Rule for the bias.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A size is not positive, or options exclude each other.</exception>
    public SeparableConv1D(int filters, int kernelSize, int strides = 1, Choice<Padding> padding = default,
        Choice<DataFormat> dataFormat = default, int dilationRate = 1, int depthMultiplier = 1, ActivationFunction? activation = null,
        bool useBias = true, Initializer? depthwiseInitializer = null, Initializer? pointwiseInitializer = null,
        Initializer? biasInitializer = null, Regularizer? depthwiseRegularizer = null, Regularizer? pointwiseRegularizer = null,
        Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? depthwiseConstraint = null,
        Constraint? pointwiseConstraint = null, Constraint? biasConstraint = null, Shape? inputShape = null, string? name = null)
        : this(new ConvolutionOptions(
            new ConvolutionWindow([kernelSize], [strides], padding.OrFirst(), dataFormat.OrFirst(), [dilationRate]),
            activation, useBias, ConvolutionOptions.KernelWeight(depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint),
            ConvolutionOptions.BiasWeight(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer, inputShape, name)
        {
            Filters = filters,
            DepthMultiplier = depthMultiplier,
            Pointwise = ConvolutionOptions.KernelWeight(pointwiseInitializer, pointwiseRegularizer, pointwiseConstraint),
        })
    { }

    private SeparableConv1D(ConvolutionOptions options) : base(options) { }

    internal static SeparableConv1D FromConfig(ConfigReader config) => new(ConvolutionOptions.From(config, 1, "depthwise"));
}
