using Fashion.Keras.Activations;
using Fashion.Keras.Configuration;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Layers
{
    /// <summary>Applies an activation function to every output of the layer before.</summary>
    /// <remarks>Output of the input's shape; no weights. Source: keras.io/api/layers/core_layers/activation.</remarks>
    public sealed class Activation : Layer
    {
        /// <summary>Makes an activation layer.</summary>
        /// <param name="activation">The function, or its name: <c>"relu"</c>; null for none.</param>
        /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
        /// <param name="name">Its name.</param>
        public Activation(ActivationFunction? activation, Shape? inputShape = null, string? name = null) : base(name, inputShape) =>
            Function = activation ?? "linear";

        /// <summary>The function.</summary>
        public ActivationFunction Function { get; }

        internal override bool IsBuiltAtOnce => true;

        /// <inheritdoc/>
        public override bool SupportsMasking => true;

        internal static Activation FromConfig(ConfigReader config) => new(config.Activation() ?? "linear", name: config.Name());

        /// <inheritdoc/>
        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => Function.Apply(inputs);

        /// <inheritdoc/>
        public override void WriteConfig(ConfigWriter config)
        {
            base.WriteConfig(config);
            config.Write("activation", Function);
        }
    }
}

namespace Fashion.Keras
{
    /// <summary>The fluent form of <see cref="Layers.Activation"/>.</summary>
    public static class ActivationExtensions
    {
        /// <summary>Appends an activation; see <see cref="Layers.Activation"/>.</summary>
        public static T Activation<T>(this ILayerTarget<T> target, ActivationFunction? activation, string? name = null)
        {
            ArgumentNullException.ThrowIfNull(target);
            return target.Then(new Layers.Activation(activation, name: name));
        }
    }
}
