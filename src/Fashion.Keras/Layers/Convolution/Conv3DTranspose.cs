using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>The gradient of a convolution over volumes as a layer: it makes them larger.</summary>
/// <remarks>
/// Input (batch, depth, height, width, channels), output (batch, depth * strides, height * strides, width * strides,
/// filters) with <see cref="Padding.Same"/>. Weights: kernel (depth, height, width, filters, channels), bias (filters,). Cell k of the
/// kernel at cell i lands on cell i * stride + k.
/// Source: keras.io/api/layers/convolution_layers/convolution3d_transpose.
/// </remarks>
[KerasLayer]
public sealed partial class Conv3DTranspose : TransposedConvolution
{
    /// <summary>Makes the layer.</summary>
    /// <param name="filters">Number of filters, positive.</param>
    /// <param name="kernelSize">Depth, height and width of a filter; one number for all.</param>
    /// <param name="strides">Step from one window to the next; null for 1.</param>
    /// <param name="padding">What happens at the borders. <c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="outputPadding">Length added at the end, below the stride; null for the length that fits the stride.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">Distance between the filter's cells; null for 1. Not together with strides above 1.</param>
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
    public Conv3DTranspose(int filters, Size3D kernelSize, Size3D? strides = null, Choice<Padding> padding = default,
        Size3D? outputPadding = null, Choice<DataFormat> dataFormat = default, Size3D? dilationRate = null,
        ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
        Shape? inputShape = null, string? name = null)
        : this(new ConvolutionOptions(
            new ConvolutionWindow(kernelSize.ToShape(), (strides ?? 1).ToShape(), padding.OrFirst(), dataFormat.OrFirst(),
                (dilationRate ?? 1).ToShape()),
            activation, useBias, ConvolutionOptions.KernelWeight(kernelInitializer, kernelRegularizer, kernelConstraint),
            ConvolutionOptions.BiasWeight(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer, inputShape, name)
        { Filters = filters, OutputPadding = outputPadding?.ToShape() })
    { }

    private Conv3DTranspose(ConvolutionOptions options) : base(options) { }

    internal static Conv3DTranspose FromConfig(ConfigReader config) => new(ConvolutionOptions.From(config, 3));
}
