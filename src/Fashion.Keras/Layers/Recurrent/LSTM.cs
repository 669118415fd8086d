using Fashion.Keras.Activations;
using Fashion.Keras.Configuration;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Regularizers;

namespace Fashion.Keras.Layers
{
    /// <summary>Long short-term memory: gates decide what a cell keeps, takes in and shows (Hochreiter and Schmidhuber 1997).</summary>
    /// <remarks>
    /// Input (batch, steps, features), output (batch, units), or (batch, steps, units) with returnSequences.
    /// Weights: kernel (features, 4 * units), recurrent_kernel (units, 4 * units), bias (4 * units,), in blocks i, f, c, o:
    /// c = f * c + i * activation(z_c); h = o * activation(c). The last state is (h, c); both start at zero.
    /// Source: keras.io/api/layers/recurrent_layers/lstm.
    /// </remarks>
    public sealed class LSTM : RecurrentLayer
    {
        /// <summary>Makes the layer.</summary>
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
        /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
        /// <param name="name">Its name.</param>
        /// <exception cref="ArgumentOutOfRangeException">Units or a rate lie outside their range.</exception>
        public LSTM(int units, ActivationFunction? activation = null, ActivationFunction? recurrentActivation = null, bool useBias = true,
            Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null, Initializer? biasInitializer = null, bool unitForgetBias = true,
            Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null,
            Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null, Constraint? biasConstraint = null,
            double dropout = 0, double recurrentDropout = 0, int? seed = null, bool returnSequences = false, bool returnState = false, bool goBackwards = false,
            Shape? inputShape = null, string? name = null)
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
            }, unitForgetBias)
        { }

        private LSTM(RecurrentOptions options, bool unitForgetBias) : base(options, gates: 4, states: 2) => UnitForgetBias = unitForgetBias;

        /// <summary>Whether the forget gate starts with a bias of 1.</summary>
        public bool UnitForgetBias { get; }

        internal static LSTM FromConfig(ConfigReader config) => new(RecurrentOptions.From(config), config.GetBool("unit_forget_bias", true));

        private protected override RecurrentLayer With(RecurrentOptions options) => new LSTM(options, UnitForgetBias);

        /// <inheritdoc/>
        protected override void Build(Shape inputShape)
        {
            base.Build(inputShape);
            if (Bias is null || !UnitForgetBias) return;
            float[] start = Bias.ToArray();
            start.AsSpan(Units, Units).Fill(1);
            Bias.Set(start);
        }

        private protected override SymbolicTensor[] Step(SymbolicTensor projected, SymbolicTensor[] states, SymbolicTensor recurrentInput)
        {
            SymbolicTensor z = projected + Ops.MatMul(recurrentInput, RecurrentKernel!);
            SymbolicTensor input = ActivateGate(Gate(z, 0)), forget = ActivateGate(Gate(z, 1)), output = ActivateGate(Gate(z, 3));
            SymbolicTensor cell = forget * states[1] + input * Activate(Gate(z, 2));
            return [output * Activate(cell), cell];
        }

        /// <inheritdoc/>
        public override void WriteConfig(ConfigWriter config)
        {
            base.WriteConfig(config);
            config.Write("recurrent_activation", Options.RecurrentActivation).Write("unit_forget_bias", UnitForgetBias).Write("seed", Options.Seed);
        }
    }
}

namespace Fashion.Keras
{
    /// <summary>The fluent form of <see cref="Layers.LSTM"/>.</summary>
    public static class LSTMExtensions
    {
        /// <summary>Puts this layer behind; see <see cref="Layers.LSTM"/> for the arguments.</summary>
        public static T LSTM<T>(this ILayerTarget<T> target, int units, ActivationFunction? activation = null, ActivationFunction? recurrentActivation = null,
            bool useBias = true, Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null, Initializer? biasInitializer = null,
            bool unitForgetBias = true, Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null,
            Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null, Constraint? biasConstraint = null,
            double dropout = 0, double recurrentDropout = 0, int? seed = null, bool returnSequences = false, bool returnState = false, bool goBackwards = false,
            string? name = null)
        {
            ArgumentNullException.ThrowIfNull(target);
            return target.Then(new Layers.LSTM(units, activation, recurrentActivation, useBias, kernelInitializer, recurrentInitializer, biasInitializer,
                unitForgetBias, kernelRegularizer, recurrentRegularizer, biasRegularizer, activityRegularizer, kernelConstraint, recurrentConstraint,
                biasConstraint, dropout, recurrentDropout, seed, returnSequences, returnState, goBackwards, name: name));
        }
    }
}
