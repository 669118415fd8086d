using Fashion.Keras.Activations;
using Fashion.Keras.Configuration;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Regularizers;

namespace Fashion.Keras.Layers
{
    /// <summary>Gated recurrent unit: two gates decide how far the state is replaced and what of it is seen (Cho et al. 2014).</summary>
    /// <remarks>
    /// Input (batch, steps, features), output (batch, units), or (batch, steps, units) with returnSequences.
    /// Weights: kernel (features, 3 * units), recurrent_kernel (units, 3 * units), in blocks z, r, h; bias (2, 3 * units), a row for the
    /// inputs and one for the state, or (3 * units,) without resetAfter. New state h = z * h + (1 - z) * hh with
    /// hh = activation(x_h + r * (h . R_h + b)), or activation(x_h + (r * h) . R_h) without resetAfter. The state starts at zero.
    /// Source: keras.io/api/layers/recurrent_layers/gru.
    /// </remarks>
    public sealed class GRU : RecurrentLayer
    {
        /// <summary>Makes the layer.</summary>
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
        /// <param name="resetAfter">Whether the reset gate acts behind the product with the recurrent kernel.</param>
        /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
        /// <param name="name">Its name.</param>
        /// <exception cref="ArgumentOutOfRangeException">Units or a rate lie outside their range.</exception>
        public GRU(int units, ActivationFunction? activation = null, ActivationFunction? recurrentActivation = null, bool useBias = true,
            Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null, Initializer? biasInitializer = null,
            Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null,
            Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null, Constraint? biasConstraint = null,
            double dropout = 0, double recurrentDropout = 0, int? seed = null, bool returnSequences = false, bool returnState = false, bool goBackwards = false,
            bool resetAfter = true, Shape? inputShape = null, string? name = null)
            : this(new RecurrentOptions
            {
                Units = units,
                Activation = activation ?? "tanh",
                RecurrentActivation = recurrentActivation ?? "sigmoid",
                UseBias = useBias,
                Kernel = RecurrentOptions.KernelWeight(kernelInitializer, kernelRegularizer, kernelConstraint),
                Recurrent = RecurrentOptions.RecurrentWeight(recurrentInitializer, recurrentRegularizer, recurrentConstraint),
                Bias = RecurrentOptions.BiasWeight(biasInitializer, biasRegularizer, biasConstraint),
                ActivityRegularizer = activityRegularizer,
                Dropout = dropout,
                RecurrentDropout = recurrentDropout,
                Seed = seed,
                ReturnSequences = returnSequences,
                ReturnState = returnState,
                GoBackwards = goBackwards,
                InputShape = inputShape,
                Name = name,
            }, resetAfter)
        { }

        private GRU(RecurrentOptions options, bool resetAfter) : base(options, gates: 3, states: 1) => ResetAfter = resetAfter;

        /// <summary>Whether the reset gate acts behind the product with the recurrent kernel.</summary>
        public bool ResetAfter { get; }

        private protected override Shape BiasShape => ResetAfter ? [2, 3 * Units] : [3 * Units];

        private protected override SymbolicTensor? InputBias => Bias is null || !ResetAfter ? base.InputBias : BiasRow(0);

        internal static GRU FromConfig(ConfigReader config) => new(RecurrentOptions.From(config), config.GetBool("reset_after", true));

        private protected override RecurrentLayer With(RecurrentOptions options) => new GRU(options, ResetAfter);

        private protected override SymbolicTensor[] Step(SymbolicTensor projected, SymbolicTensor[] states, SymbolicTensor recurrentInput)
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
                candidate = Gate(projected, 2) + Ops.MatMul(reset * recurrentInput, Ops.Slice(RecurrentKernel!, [0, 2 * Units], [Units, Units]));
            }
            return [update * states[0] + (1 - update) * Activate(candidate)];
        }

        private SymbolicTensor BiasRow(int row) => Ops.Reshape(Ops.Slice(Bias!, [row, 0], [1, 3 * Units]), [3 * Units]);

        /// <inheritdoc/>
        public override void WriteConfig(ConfigWriter config)
        {
            base.WriteConfig(config);
            config.Write("recurrent_activation", Options.RecurrentActivation).Write("reset_after", ResetAfter).Write("seed", Options.Seed);
        }
    }
}

namespace Fashion.Keras
{
    /// <summary>The fluent form of <see cref="Layers.GRU"/>.</summary>
    public static class GRUExtensions
    {
        /// <summary>Puts this layer behind; see <see cref="Layers.GRU"/> for the arguments.</summary>
        public static T GRU<T>(this ILayerTarget<T> target, int units, ActivationFunction? activation = null, ActivationFunction? recurrentActivation = null,
            bool useBias = true, Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null, Initializer? biasInitializer = null,
            Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null,
            Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null, Constraint? biasConstraint = null,
            double dropout = 0, double recurrentDropout = 0, int? seed = null, bool returnSequences = false, bool returnState = false, bool goBackwards = false,
            bool resetAfter = true, string? name = null)
        {
            ArgumentNullException.ThrowIfNull(target);
            return target.Then(new Layers.GRU(units, activation, recurrentActivation, useBias, kernelInitializer, recurrentInitializer, biasInitializer,
                kernelRegularizer, recurrentRegularizer, biasRegularizer, activityRegularizer, kernelConstraint, recurrentConstraint, biasConstraint, dropout,
                recurrentDropout, seed, returnSequences, returnState, goBackwards, resetAfter, name: name));
        }
    }
}
