using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>A long short-term memory for sequences of volumes: its products are convolutions (Shi et al. 2015).</summary>
/// <remarks>
/// Input (batch, steps, depth, height, width, channels), output (batch, depth, height, width, filters), or (batch, steps, depth,
/// height, width, filters) with returnSequences; with channels first the channels come before depth, height, width. Weights: kernel
/// (depth, height, width, channels, 4 * filters), recurrent_kernel (depth, height, width, filters, 4 * filters), bias (4 * filters,),
/// in blocks i, f, c, o as in <see cref="LSTM"/>. The last state is (h, c), each of the output's shape. The state is convolved with
/// padding, so that it keeps its size. Source: keras.io/api/layers/recurrent_layers/conv_lstm3d.
/// </remarks>
[KerasLayer]
public sealed partial class ConvLSTM3D : ConvLSTMLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="filters">Number of filters, positive: channels of the state.</param>
    /// <param name="kernelSize">Size of a filter; one number for all axes.</param>
    /// <param name="strides">Step from one window to the next; null for 1.</param>
    /// <param name="padding">What happens at the borders of the inputs; the state is always padded. <c>"valid"</c>, the default, or
    /// <c>"same"</c>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">Distance between the cells of the inputs' filter; null for 1. Not together with strides above
    /// 1.</param>
    /// <param name="activation">Function applied to the new state; null for <c>tanh</c>, <c>"linear"</c> for none.</param>
    /// <param name="recurrentActivation">Function of the gates; null for <c>sigmoid</c>.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">Start values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="recurrentInitializer">Start values of the recurrent kernel; null for <c>orthogonal</c>.</param>
    /// <param name="biasInitializer">Start values of the bias; null for <c>zeros</c>.</param>
    /// <param name="unitForgetBias">Whether the forget gate starts with a bias of 1.</param>
    /// <param name="kernelRegularizer">Penalty on the kernel.</param>
    /// <param name="recurrentRegularizer">Penalty on the recurrent kernel.</param>
    /// <param name="biasRegularizer">Penalty on the bias.</param>
    /// <param name="activityRegularizer">Penalty on the output, divided by the batch size.</param>
    /// <param name="kernelConstraint">Rule for the kernel.</param>
    /// <param name="recurrentConstraint">Rule for the recurrent kernel.</param>
    /// <param name="biasConstraint">Rule for the bias.</param>
    /// <param name="dropout">Share of the inputs set to 0 while training, in [0, 1].</param>
    /// <param name="recurrentDropout">Share of the state set to 0 between steps while training, in [0, 1].</param>
    /// <param name="seed">Seed of the dropout; null draws a fresh one.</param>
    /// <param name="returnSequences">Whether the outputs of all steps are given.</param>
    /// <param name="returnState">Whether the last state is given as further outputs.</param>
    /// <param name="goBackwards">Whether the sequence is read from its end.</param>
    /// <param name="stateful">Whether the last state of a batch is the first one of the next; see
    /// <see cref="RecurrentLayer.Stateful"/>.</param>
    /// <param name="unroll">Kept for files; it changes nothing.</param>
    /// <param name="zeroOutputForMask">Whether outputs of missing steps are 0, instead of those of the step before.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or a rate lies outside its range.</exception>
    /// <exception cref="ArgumentException">Strides and dilation are both above 1, or the padding is causal.</exception>
    public ConvLSTM3D(int filters, Size3D kernelSize, Size3D? strides = null, Choice<Padding> padding = default,
        Choice<DataFormat> dataFormat = default, Size3D? dilationRate = null, ActivationFunction? activation = null,
        ActivationFunction? recurrentActivation = null, bool useBias = true, Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null, Initializer? biasInitializer = null, bool unitForgetBias = true,
        Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null,
        Constraint? biasConstraint = null, double dropout = 0, double recurrentDropout = 0, int? seed = null, bool returnSequences = false,
        bool returnState = false, bool goBackwards = false, bool stateful = false, bool unroll = false, bool zeroOutputForMask = false,
        Shape? inputShape = null, string? name = null)
        : this(
            new CellOptions(filters, activation ?? "tanh", recurrentActivation ?? "sigmoid", useBias,
                CellOptions.KernelWeight(kernelInitializer, kernelRegularizer, kernelConstraint),
                CellOptions.RecurrentWeight(recurrentInitializer, recurrentRegularizer, recurrentConstraint),
                CellOptions.BiasWeight(biasInitializer, biasRegularizer, biasConstraint), dropout, recurrentDropout, seed),
            new ConvolutionWindow(kernelSize.ToShape(), (strides ?? 1).ToShape(), padding.OrFirst(), dataFormat.OrFirst(),
                (dilationRate ?? 1).ToShape()),
            unitForgetBias,
            new SequenceOptions(returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask, activityRegularizer,
                inputShape, name))
    { }

    private ConvLSTM3D(CellOptions cell, ConvolutionWindow window, bool unitForgetBias, SequenceOptions options)
        : base(new ConvLSTMCell(cell.Inside(nameof(ConvLSTM3D), ConvLSTMCell.KerasName), window, unitForgetBias), options) { }

    private ConvLSTM3D(ConvLSTMCell cell, SequenceOptions options) : base(cell, options) { }

    internal static ConvLSTM3D FromConfig(ConfigReader config) =>
        new(CellOptions.From(config, "filters"), ConvolutionWindow.From(config, 3), config.GetBool("unit_forget_bias", true),
            SequenceOptions.From(config));

    private protected override RecurrentLayer With(RecurrentCell cell, SequenceOptions options) =>
        new ConvLSTM3D((ConvLSTMCell)cell, options);
}
