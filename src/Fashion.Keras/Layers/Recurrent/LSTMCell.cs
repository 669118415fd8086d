using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Graph;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// One step of a long short-term memory: gates decide what a cell keeps, takes in and shows (Hochreiter and Schmidhuber 1997).
/// </summary>
/// <remarks>
/// Input (batch, features), output (batch, units); two states (batch, units), h and c. Weights: kernel (features, 4 * units),
/// recurrent_kernel (units, 4 * units), bias (4 * units,), in blocks i, f, c, o: c = f * c + i * activation(z_c); h = o * activation(c),
/// which is the output. Source: keras.io/api/layers/recurrent_layers/lstm_cell.
/// </remarks>
[KerasLayer]
[WithoutMethod]
public sealed partial class LSTMCell : GatedCell
{
    /// <summary>Makes the cell.</summary>
    /// <param name="units">Length of the state, positive.</param>
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
    /// <param name="kernelConstraint">Rule for the kernel.</param>
    /// <param name="recurrentConstraint">Rule for the recurrent kernel.</param>
    /// <param name="biasConstraint">Rule for the bias.</param>
    /// <param name="dropout">Share of the inputs set to 0 while training, in [0, 1].</param>
    /// <param name="recurrentDropout">Share of the state set to 0 between steps while training, in [0, 1].</param>
    /// <param name="seed">Seed of the dropout; null draws a fresh one.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">Units or a rate lie outside their range.</exception>
    public LSTMCell(int units, ActivationFunction? activation = null, ActivationFunction? recurrentActivation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null, Initializer? biasInitializer = null,
        bool unitForgetBias = true, Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null,
        Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null,
        Constraint? biasConstraint = null, double dropout = 0, double recurrentDropout = 0, int? seed = null, string? name = null)
        : this(
            new CellOptions(units, activation ?? "tanh", recurrentActivation ?? "sigmoid", useBias,
                CellOptions.KernelWeight(kernelInitializer, kernelRegularizer, kernelConstraint),
                CellOptions.RecurrentWeight(recurrentInitializer, recurrentRegularizer, recurrentConstraint),
                CellOptions.BiasWeight(biasInitializer, biasRegularizer, biasConstraint), dropout, recurrentDropout, seed, name),
            unitForgetBias)
    { }

    internal LSTMCell(CellOptions options, bool unitForgetBias) : base(options, gates: LongShortTermMemory.Gates, states: 2) =>
        UnitForgetBias = unitForgetBias;

    internal static LSTMCell FromConfig(ConfigReader config) => new(CellOptions.From(config), UnitForgetBiasIn(config));

    /// <summary>What a configuration says of it.</summary>
    internal static bool UnitForgetBiasIn(ConfigReader config) => config.GetBool("unit_forget_bias", true);

    /// <inheritdoc/>
    public override RecurrentCell Copy() => new LSTMCell(CopyOptions, UnitForgetBias);

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        base.Build(inputShape);
        if (Bias is not null && UnitForgetBias) LongShortTermMemory.OpenForgetGate(Bias, Units);
    }

    private protected override LoopSettings? Loop =>
        LoopSettings.For(RecurrentKind.LongShortTermMemory, Activation, Options.RecurrentActivation);

    private protected override SymbolicTensor[] Advance(SymbolicTensor projected, IReadOnlyList<SymbolicTensor> states,
        SymbolicTensor recurrentInput)
    {
        SymbolicTensor z = projected + Ops.MatMul(recurrentInput, RecurrentKernel!);
        return LongShortTermMemory.Advance(gate => Gate(z, gate), states[1], Activate, ActivateGate);
    }

    internal override void WriteSettings(ConfigWriter config)
    {
        base.WriteSettings(config);
        config.Write("units", Units).Write("recurrent_activation", Options.RecurrentActivation).Write("unit_forget_bias", UnitForgetBias);
    }
}
