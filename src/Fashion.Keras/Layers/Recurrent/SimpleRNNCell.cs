using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Graph;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>One step of a plain recurrent network: the state is a function of the input and of the state before (Elman 1990).</summary>
/// <remarks>
/// Input (batch, features), output and state (batch, units). Weights: kernel (features, units), recurrent_kernel (units, units), bias
/// (units,). New state h = activation(x . K + h . R + b). Source: keras.io/api/layers/recurrent_layers/simple_rnn_cell.
/// </remarks>
[KerasLayer]
[WithoutMethod]
public sealed partial class SimpleRNNCell : GatedCell
{
    /// <summary>Makes the cell.</summary>
    /// <param name="units">Length of the state, positive.</param>
    /// <param name="activation">Function applied to the new state; null for <c>tanh</c>, <c>"linear"</c> for none.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">Start values of the kernel; null for <c>glorot_uniform</c>.</param>
    /// <param name="recurrentInitializer">Start values of the recurrent kernel; null for <c>orthogonal</c>.</param>
    /// <param name="biasInitializer">Start values of the bias; null for <c>zeros</c>.</param>
    /// <param name="kernelRegularizer">Penalty on the kernel.</param>
    /// <param name="recurrentRegularizer">Penalty on the recurrent kernel.</param>
    /// <param name="biasRegularizer">Penalty on the bias.</param>
    /// <param name="kernelConstraint">Rule for the kernel.</param>
    /// <param name="recurrentConstraint">Rule for the recurrent kernel.</param>
    /// <param name="biasConstraint">Rule for the bias.</param>
    /// <param name="dropout">Share of the inputs set to 0 while training, in [0, 1].</param>
    /// <param name="recurrentDropout">Share of the state set to 0 between steps while training, in [0, 1].</param>
    /// <param name="seed">Seed of the dropout; null draws a fresh one.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">Units or a rate lie outside their range.</exception>
    public SimpleRNNCell(int units, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, double dropout = 0, double recurrentDropout = 0,
        int? seed = null, string? name = null)
        : this(
            new CellOptions(units, activation ?? "tanh", null, useBias,
                CellOptions.KernelWeight(kernelInitializer, kernelRegularizer, kernelConstraint),
                CellOptions.RecurrentWeight(recurrentInitializer, recurrentRegularizer, recurrentConstraint),
                CellOptions.BiasWeight(biasInitializer, biasRegularizer, biasConstraint), dropout, recurrentDropout, seed, name))
    { }

    internal SimpleRNNCell(CellOptions options) : base(options, gates: 1, states: 1) { }

    internal static SimpleRNNCell FromConfig(ConfigReader config) => new(CellOptions.From(config));

    /// <inheritdoc/>
    public override RecurrentCell Copy() => new SimpleRNNCell(CopyOptions);

    private protected override LoopSettings? Loop => LoopSettings.For(RecurrentKind.Plain, Activation, null);

    private protected override SymbolicTensor[] Advance(SymbolicTensor projected, IReadOnlyList<SymbolicTensor> states,
        SymbolicTensor recurrentInput) =>
        [Activate(projected + Ops.MatMul(recurrentInput, RecurrentKernel!))];

    internal override void WriteSettings(ConfigWriter config)
    {
        base.WriteSettings(config);
        config.Write("units", Units);
    }
}
