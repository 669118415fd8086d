using Fashion.Keras.Activations;
using Fashion.Keras.Constraints;
using Fashion.Keras.Graph;
using Fashion.Keras.Initializers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// One step of a gated recurrent unit: two gates decide how far the state is replaced and what of it is seen (Cho et al. 2014).
/// </summary>
/// <remarks>
/// Input (batch, features), output and state (batch, units). Weights: kernel (features, 3 * units), recurrent_kernel (units, 3 * units), in
/// blocks z, r, h; bias (2, 3 * units), a row for the inputs and one for the state, or (3 * units,) without resetAfter. New state
/// h = z * h + (1 - z) * hh with hh = activation(x_h + r * (h . R_h + b)), or activation(x_h + (r * h) . R_h) without resetAfter.
/// Source: keras.io/api/layers/recurrent_layers/gru_cell.
/// </remarks>
[KerasLayer]
[WithoutMethod]
public sealed partial class GRUCell : GatedCell
{
    /// <summary>Makes the cell.</summary>
    /// <param name="units">Length of the state, positive.</param>
    /// <param name="activation">Function applied to the new state; null for <c>tanh</c>, <c>"linear"</c> for none.</param>
    /// <param name="recurrentActivation">Function of the gates; null for <c>sigmoid</c>.</param>
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
    /// <param name="resetAfter">Whether the reset gate acts after the product with the recurrent kernel.</param>
    /// <param name="seed">Seed of the dropout; null draws a fresh one.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">Units or a rate lie outside their range.</exception>
    public GRUCell(int units, ActivationFunction? activation = null, ActivationFunction? recurrentActivation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, double dropout = 0,
        double recurrentDropout = 0, bool resetAfter = true, int? seed = null, string? name = null)
        : this(
            new CellOptions(units, activation ?? "tanh", recurrentActivation ?? "sigmoid", useBias,
                CellOptions.KernelWeight(kernelInitializer, kernelRegularizer, kernelConstraint),
                CellOptions.RecurrentWeight(recurrentInitializer, recurrentRegularizer, recurrentConstraint),
                CellOptions.BiasWeight(biasInitializer, biasRegularizer, biasConstraint), dropout, recurrentDropout, seed, name),
            resetAfter)
    { }

    internal GRUCell(CellOptions options, bool resetAfter) : base(options, gates: 3, states: 1) => ResetAfter = resetAfter;

    internal static GRUCell FromConfig(ConfigReader config) => new(CellOptions.From(config), ResetAfterIn(config));

    /// <summary>What a configuration says of it.</summary>
    internal static bool ResetAfterIn(ConfigReader config) => config.GetBool("reset_after", true);

    /// <inheritdoc/>
    public override RecurrentCell Copy() => new GRUCell(CopyOptions, ResetAfter);

    private protected override Shape BiasShape => ResetAfter ? [2, GateSize] : [GateSize];

    private protected override SymbolicTensor? InputBias => Bias is null || !ResetAfter ? base.InputBias : BiasRow(0);

    private protected override LoopSettings? Loop =>
        ResetAfter ? LoopSettings.For(RecurrentKind.GatedUnit, Activation, Options.RecurrentActivation, Bias is null ? null : BiasRow(1))
            : null;

    private protected override SymbolicTensor[] Advance(SymbolicTensor projected, IReadOnlyList<SymbolicTensor> states,
        SymbolicTensor recurrentInput)
    {
        SymbolicTensor candidate, update;
        if (ResetAfter)
        {
            SymbolicTensor inner = Ops.MatMul(recurrentInput, RecurrentKernel!);
            if (Bias is not null) inner += BiasRow(1);
            update = ActivateGate(Gate(projected, 0) + Gate(inner, 0));
            SymbolicTensor reset = ActivateGate(Gate(projected, 1) + Gate(inner, 1));
            candidate = Gate(projected, 2) + reset * Gate(inner, 2);
        }
        else
        {
            SymbolicTensor inner = Ops.MatMul(recurrentInput, Ops.Slice(RecurrentKernel!, [0, 0], [Units, 2 * Units]));
            update = ActivateGate(Gate(projected, 0) + Gate(inner, 0));
            SymbolicTensor reset = ActivateGate(Gate(projected, 1) + Gate(inner, 1));
            candidate = Gate(projected, 2)
                + Ops.MatMul(reset * recurrentInput, Ops.Slice(RecurrentKernel!, [0, 2 * Units], [Units, Units]));
        }
        return [update * states[0] + (1 - update) * Activate(candidate)];
    }

    private SymbolicTensor BiasRow(int row) => Ops.Reshape(Ops.Slice(Bias!, [row, 0], [1, GateSize]), [GateSize]);

    internal override void WriteSettings(ConfigWriter config)
    {
        base.WriteSettings(config);
        config.Write("units", Units).Write("recurrent_activation", Options.RecurrentActivation).Write("reset_after", ResetAfter);
    }
}
