using Fashion.Keras.Activations;
using Fashion.Keras.Configuration;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Layers
{
    /// <summary>Exponential linear unit: x above 0, alpha * (e^x - 1) elsewhere.</summary>
    /// <remarks>Output of the input's shape; no weights. Source: keras.io/api/layers/activation_layers.</remarks>
    public sealed class ELU : Layer
    {
        private readonly Elu _function;

        /// <summary>Makes the layer.</summary>
        /// <param name="alpha">Size of the negative part.</param>
        /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
        /// <param name="name">Its name.</param>
        public ELU(double alpha = 1, Shape? inputShape = null, string? name = null) : base(name, inputShape) => _function = new Elu(alpha);

        /// <summary>Size of the negative part.</summary>
        public double Alpha => _function.Alpha;

        internal override bool IsBuiltAtOnce => true;

        /// <inheritdoc/>
        public override bool SupportsMasking => true;

        internal static ELU FromConfig(ConfigReader config) => new(config.GetDouble("alpha", 1), name: config.Name());

        /// <inheritdoc/>
        public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

        /// <inheritdoc/>
        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => _function.Apply(inputs);

        /// <inheritdoc/>
        public override void WriteConfig(ConfigWriter config)
        {
            base.WriteConfig(config);
            config.Write("alpha", Alpha);
        }
    }
}

namespace Fashion.Keras
{
    /// <summary>The fluent form of <see cref="Layers.ELU"/>.</summary>
    public static class ELUExtensions
    {
        /// <summary>Appends the layer; see <see cref="Layers.ELU"/> for the arguments.</summary>
        public static T ELU<T>(this ILayerTarget<T> target, double alpha = 1, string? name = null)
        {
            ArgumentNullException.ThrowIfNull(target);
            return target.Then(new Layers.ELU(alpha, name: name));
        }
    }
}
