using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>A convolution over sequences whose every window has weights of its own.</summary>
/// <remarks>
/// Input (batch, steps, channels), all sizes but the batch known; output (batch, new steps, filters). Weights: kernel, see
/// <see cref="LocallyConnectedLayer.Implementation"/>, and bias (steps of the output, filters). A layer of Keras 1 and 2 only. Source:
/// the documentation of Keras 2.
/// </remarks>
[KerasLayer]
public sealed partial class LocallyConnected1D : LocallyConnectedLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="filters">Number of filters, positive.</param>
    /// <param name="kernelSize">Length of a window.</param>
    /// <param name="strides">Step from one window to the next.</param>
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
    public LocallyConnected1D(int filters, int kernelSize, int strides = 1, Choice<Padding> padding = default,
        Choice<DataFormat> dataFormat = default, ActivationFunction? activation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null, int implementation = 1, Shape? inputShape = null, string? name = null)
        : this(new ConvolutionOptions(
            new ConvolutionWindow([kernelSize], [strides], padding.OrFirst(), dataFormat.OrFirst(), [1]),
            activation, useBias, ConvolutionOptions.KernelWeight(kernelInitializer, kernelRegularizer, kernelConstraint),
            ConvolutionOptions.BiasWeight(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer, inputShape, name)
        { Filters = filters }, implementation)
    { }

    private LocallyConnected1D(ConvolutionOptions options, int implementation) : base(options, implementation) { }

    internal static LocallyConnected1D FromConfig(ConfigReader config) =>
        new(ConvolutionOptions.From(config, 1), config.GetInt("implementation", 1));
}
