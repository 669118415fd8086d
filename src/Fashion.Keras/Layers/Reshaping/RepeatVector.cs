using Fashion.Keras.Configuration;
using Fashion.Keras.Internal;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Layers
{
    /// <summary>Repeats every sample, a row of numbers, n times as a sequence.</summary>
    /// <remarks>
    /// Input (batch, features), output (batch, n, features). No weights. Source: keras.io/api/layers/reshaping_layers/repeat_vector.
    /// </remarks>
    public sealed class RepeatVector : Layer
    {
        /// <summary>Makes the layer.</summary>
        /// <param name="n">How often, positive.</param>
        /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
        /// <param name="name">Its name.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is not positive.</exception>
        public RepeatVector(int n, Shape? inputShape = null, string? name = null) : base(name, inputShape) =>
            N = Guard.Positive(n, nameof(RepeatVector));

        /// <summary>How often.</summary>
        public int N { get; }

        internal static RepeatVector FromConfig(ConfigReader config) => new(config.GetInt("n"), name: config.Name());

        /// <inheritdoc/>
        public override Shape ComputeOutputShape(Shape inputShape)
        {
            ArgumentNullException.ThrowIfNull(inputShape);
            if (inputShape.Rank != 2)
                throw new ShapeMismatchException($"Layer '{Name}' (RepeatVector) needs inputs (batch, features), but got {inputShape}.")
                { LayerName = Name, Received = inputShape };
            return [inputShape[0], N, inputShape[1]];
        }

        /// <inheritdoc/>
        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
        {
            ArgumentNullException.ThrowIfNull(inputs);
            return Ops.BroadcastTo(Ops.ExpandDims(inputs, 1), ComputeOutputShape(inputs.Shape));
        }

        /// <inheritdoc/>
        public override void WriteConfig(ConfigWriter config)
        {
            base.WriteConfig(config);
            config.Write("n", N);
        }
    }
}

namespace Fashion.Keras
{
    /// <summary>The fluent form of <see cref="Layers.RepeatVector"/>.</summary>
    public static class RepeatVectorExtensions
    {
        /// <summary>Appends the layer; see <see cref="Layers.RepeatVector"/> for the arguments.</summary>
        public static T RepeatVector<T>(this ILayerTarget<T> target, int n, string? name = null)
        {
            ArgumentNullException.ThrowIfNull(target);
            return target.Then(new Layers.RepeatVector(n, name: name));
        }
    }
}
