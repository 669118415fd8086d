using Fashion.Keras.Configuration;
using Fashion.Keras.Internal;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Layers
{
    /// <summary>Multiplies by a factor and adds an offset: 1.0 / 255 turns pixels of 0 to 255 into 0 to 1.</summary>
    /// <remarks>Output of the input's shape; no weights. Source: keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling.</remarks>
    public sealed class Rescaling : Layer
    {
        /// <summary>Makes the layer.</summary>
        /// <param name="scale">Factor.</param>
        /// <param name="offset">What is added behind.</param>
        /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
        /// <param name="name">Its name.</param>
        public Rescaling(double scale, double offset = 0, Shape? inputShape = null, string? name = null) : base(name, inputShape)
        {
            Scale = Guard.Finite(scale, nameof(Rescaling));
            Offset = Guard.Finite(offset, nameof(Rescaling));
        }

        /// <summary>Factor.</summary>
        public double Scale { get; }

        /// <summary>What is added behind.</summary>
        public double Offset { get; }

        /// <inheritdoc/>
        public override bool SupportsMasking => true;

        internal static Rescaling FromConfig(ConfigReader config) => new(config.GetDouble("scale"), config.GetDouble("offset", 0), name: config.Name());

        internal override bool TakesSingleImages => true;

        /// <inheritdoc/>
        public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

        /// <inheritdoc/>
        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => Offset == 0 ? inputs * Scale : inputs * Scale + Offset;

        /// <inheritdoc/>
        public override void WriteConfig(ConfigWriter config)
        {
            base.WriteConfig(config);
            config.Write("scale", Scale).Write("offset", Offset);
        }
    }
}

namespace Fashion.Keras
{
    /// <summary>The fluent form of <see cref="Layers.Rescaling"/>.</summary>
    public static class RescalingExtensions
    {
        /// <summary>Puts this layer behind; see <see cref="Layers.Rescaling"/> for the arguments.</summary>
        public static T Rescaling<T>(this ILayerTarget<T> target, double scale, double offset = 0, string? name = null)
        {
            ArgumentNullException.ThrowIfNull(target);
            return target.Then(new Layers.Rescaling(scale, offset, name: name));
        }
    }
}
