using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>The plain recurrent layer: h = activation(x . kernel + h . recurrent_kernel + bias).</summary>
/// <remarks>
/// Input (batch, steps, features), output (batch, units), or (batch, steps, units) with returnSequences.
/// Weights: kernel (features, units), recurrent_kernel (units, units), bias (units,). The state starts at zero, or at what is given:
/// <c>layer.Apply([x, h])</c>. Source: keras.io/api/layers/recurrent_layers/simple_rnn.
/// </remarks>
[KerasLayer]
public sealed partial class SimpleRNN : PlainRecurrentLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="units">Length of the state, positive.</param>
    /// <param name="activation">Function applied to the new state; null for <c>tanh</c>, <c>"linear"</c> for none.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">Start values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="recurrentInitializer">Start values of the recurrent kernel; null for <c>orthogonal</c>.</param>
    /// <param name="biasInitializer">Start values of the bias; null for <c>zeros</c>.</param>
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
    /// <exception cref="ArgumentOutOfRangeException">Units or a rate lie outside their range.</exception>
    public SimpleRNN(int units, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, double dropout = 0,
        double recurrentDropout = 0, int? seed = null, bool returnSequences = false, bool returnState = false, bool goBackwards = false,
        bool stateful = false, bool unroll = false, bool zeroOutputForMask = false, Shape? inputShape = null, string? name = null)
        : this(
            new CellOptions(units, activation ?? "tanh", null, useBias,
                CellOptions.KernelWeight(kernelInitializer, kernelRegularizer, kernelConstraint),
                CellOptions.RecurrentWeight(recurrentInitializer, recurrentRegularizer, recurrentConstraint),
                CellOptions.BiasWeight(biasInitializer, biasRegularizer, biasConstraint), dropout, recurrentDropout, seed),
            new SequenceOptions(returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask, activityRegularizer,
                inputShape, name))
    { }

    private SimpleRNN(CellOptions cell, SequenceOptions options)
        : this(new SimpleRNNCell(cell.Inside(nameof(SimpleRNN), "simple_rnn_cell")), options) { }

    private SimpleRNN(SimpleRNNCell cell, SequenceOptions options) : base(cell, options) { }

    internal static SimpleRNN FromConfig(ConfigReader config) => new(CellOptions.From(config), SequenceOptions.From(config));

    private protected override RecurrentLayer With(RecurrentCell cell, SequenceOptions options) =>
        new SimpleRNN((SimpleRNNCell)cell, options);
}
