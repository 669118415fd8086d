using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Small filters that move over images: y[i, j, f] = activation(sum over p, q, c of x[i*s + p*d, j*s + q*d, c] * kernel[p, q, c, f] +
/// bias[f]).
/// </summary>
/// <remarks>
/// Input (batch, height, width, channels), output (batch, new height, new width, filters); with
/// <see cref="DataFormat.ChannelsFirst"/> the channels follow the batch. Weights: kernel (height, width,
/// channels / groups, filters) whatever the data format, bias (filters,). The kernel is not flipped.
/// New size: <see cref="Padding.Valid"/> (n - d*(k-1) - 1) / s + 1, <see cref="Padding.Same"/> n / s rounded up.
/// Source: keras.io/api/layers/convolution_layers/convolution2d.
/// </remarks>
[KerasLayer]
public sealed partial class Conv2D : PlainConvolution
{
    /// <summary>Makes a convolution over images.</summary>
    /// <param name="filters">Number of filters, positive.</param>
    /// <param name="kernelSize">Height and width of a filter; one number for both.</param>
    /// <param name="strides">Step down and to the right; null for 1.</param>
    /// <param name="padding">What happens at the borders. <c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">Distance between the filter's cells; null for 1. Not together with strides above 1.</param>
    /// <param name="groups">Number of groups that channels and filters are split into; it divides both.</param>
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
    public Conv2D(int filters, Size2D kernelSize, Size2D? strides = null, Choice<Padding> padding = default,
        Choice<DataFormat> dataFormat = default, Size2D? dilationRate = null, int groups = 1, ActivationFunction? activation = null,
        bool useBias = true, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null, Shape? inputShape = null, string? name = null)
        : this(new ConvolutionOptions(
            new ConvolutionWindow(kernelSize.ToShape(), (strides ?? 1).ToShape(), padding.OrFirst(), dataFormat.OrFirst(),
                (dilationRate ?? 1).ToShape()),
            activation, useBias, ConvolutionOptions.KernelWeight(kernelInitializer, kernelRegularizer, kernelConstraint),
            ConvolutionOptions.BiasWeight(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer, inputShape, name)
        { Filters = filters, Groups = groups })
    { }

    private Conv2D(ConvolutionOptions options) : base(options) { }

    internal static Conv2D FromConfig(ConfigReader config) => new(ConvolutionOptions.From(config, 2));
}
