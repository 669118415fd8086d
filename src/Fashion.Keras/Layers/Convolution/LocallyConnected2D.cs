using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>A convolution over images whose every window has weights of its own.</summary>
/// <remarks>
/// Input (batch, height, width, channels), all sizes but the batch known; output (batch, new height, new width, filters). Weights:
/// kernel, see <see cref="LocallyConnectedLayer.Implementation"/>, and bias (height, width of the output, filters). A layer of Keras 1
/// and 2 only. Source: the documentation of Keras 2.
/// </remarks>
[KerasLayer]
public sealed partial class LocallyConnected2D : LocallyConnectedLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="filters">Number of filters, positive.</param>
    /// <param name="kernelSize">Height and width of a window; one number for both.</param>
    /// <param name="strides">Step from one window to the next; null for 1.</param>
    /// <param name="padding">What happens at the borders; <see cref="Padding.Same"/> with <paramref name="implementation"/> 2 and 3
    /// only. <c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="activation">Function applied to the outputs; null for none.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">Start values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">Start values of the bias; null for zeros.</param>
    /// <param name="kernelRegularizer">Penalty on the kernel.</param>
    /// <param name="biasRegularizer">Penalty on the bias.</param>
    /// <param name="activityRegularizer">Penalty on the output, divided by the batch size.</param>
    /// <param name="kernelConstraint">Rule for the kernel.</param>
    /// <param name="biasConstraint">Rule for the bias.</param>
    /// <param name="implementation">Layout of the kernel, 1 to 3; it changes no result.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A size is not positive, or options exclude each other.</exception>
    public LocallyConnected2D(int filters, Size2D kernelSize, Size2D? strides = null, Choice<Padding> padding = default,
        Choice<DataFormat> dataFormat = default, ActivationFunction? activation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null, int implementation = 1, Shape? inputShape = null, string? name = null)
        : this(new ConvolutionOptions(
            new ConvolutionWindow(kernelSize.ToShape(), (strides ?? 1).ToShape(), padding.OrFirst(), dataFormat.OrFirst(), [1, 1]),
            activation, useBias, ConvolutionOptions.KernelWeight(kernelInitializer, kernelRegularizer, kernelConstraint),
            ConvolutionOptions.BiasWeight(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer, inputShape, name)
        { Filters = filters }, implementation)
    { }

    private LocallyConnected2D(ConvolutionOptions options, int implementation) : base(options, implementation) { }

    internal static LocallyConnected2D FromConfig(ConfigReader config) =>
        new(ConvolutionOptions.From(config, 2), config.GetInt("implementation", 1));
}
