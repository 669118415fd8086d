using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>The gradient of a convolution over sequences as a layer: it makes them longer.</summary>
/// <remarks>
/// Input (batch, steps, channels), output (batch, steps * strides, filters) with <see cref="Padding.Same"/>. Weights: kernel (length,
/// filters, channels), bias (filters,). Cell k of the kernel at step i lands on step i * stride + k.
/// Source: keras.io/api/layers/convolution_layers/convolution1d_transpose.
/// </remarks>
[KerasLayer]
public sealed partial class Conv1DTranspose : TransposedConvolution
{
    /// <summary>Makes the layer.</summary>
    /// <param name="filters">Number of filters, positive.</param>
    /// <param name="kernelSize">Length of a filter.</param>
    /// <param name="strides">Step from one window to the next.</param>
    /// <param name="padding">What happens at the borders. <c>"valid"</c>, the default, <c>"same"</c> or <c>"causal"</c>.</param>
    /// <param name="outputPadding">Length added at the end, below the stride; null for the length that fits the stride.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">Distance between the filter's cells. Not together with strides above 1.</param>
    /// <param name="activation">Function applied to the outputs; null for none.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">Start values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">Start values of the bias; null for zeros.</param>
    /// <param name="kernelRegularizer">Penalty on the kernel.</param>
    /// <param name="biasRegularizer">Penalty on the bias.</param>
    /// <param name="activityRegularizer">Penalty on the output, divided by the batch size.</param>
    /// <param name="kernelConstraint">Rule for the kernel.</param>
    /// <param name="biasConstraint">Rule for the bias.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A size is not positive, or options exclude each other.</exception>
    public Conv1DTranspose(int filters, int kernelSize, int strides = 1, Choice<Padding> padding = default, int? outputPadding = null,
        Choice<DataFormat> dataFormat = default, int dilationRate = 1, ActivationFunction? activation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null, Shape? inputShape = null, string? name = null)
        : this(new ConvolutionOptions(
            new ConvolutionWindow([kernelSize], [strides], padding.OrFirst(), dataFormat.OrFirst(), [dilationRate]),
            activation, useBias, ConvolutionOptions.KernelWeight(kernelInitializer, kernelRegularizer, kernelConstraint),
            ConvolutionOptions.BiasWeight(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer, inputShape, name)
        { Filters = filters, OutputPadding = outputPadding is { } added ? [added] : null })
    { }

    private Conv1DTranspose(ConvolutionOptions options) : base(options) { }

    internal static Conv1DTranspose FromConfig(ConfigReader config) => new(ConvolutionOptions.From(config, 1));
}
