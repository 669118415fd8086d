using Fashion.Keras.Configuration;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Layers
{
    /// <summary>Takes means so that sequences get a given size, whatever their own.</summary>
    /// <remarks>
    /// Input (batch, steps, channels), output (batch, outputSize, channels); no weights. The windows are those of
    /// <see cref="AdaptivePoolingLayer"/>. Source: keras.io/api/layers/pooling_layers/adaptive_average_pooling1d.
    /// </remarks>
    public sealed class AdaptiveAveragePooling1D : AdaptivePoolingLayer
    {
        /// <summary>Makes the layer.</summary>
        /// <param name="outputSize">Steps of the output.</param>
        /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
        /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
        /// <param name="name">Its name.</param>
        /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
        public AdaptiveAveragePooling1D(int outputSize, Choice<DataFormat> dataFormat = default, Shape? inputShape = null,
            string? name = null)
            : base(PoolKind.Average, [outputSize], dataFormat.OrFirst(), inputShape, name) { }

        private AdaptiveAveragePooling1D(Shape outputSize, DataFormat dataFormat, string? name)
            : base(PoolKind.Average, outputSize, dataFormat, null, name) { }

        internal static AdaptiveAveragePooling1D FromConfig(ConfigReader config) =>
            new(config.Sizes("output_size", 1) ?? throw config.Wrong("output_size", "1 whole number(s)"), config.DataFormat(),
                config.Name());
    }
}

namespace Fashion.Keras
{
    /// <summary>The fluent form of <see cref="Layers.AdaptiveAveragePooling1D"/>.</summary>
    public static class AdaptiveAveragePooling1DExtensions
    {
        /// <summary>Appends this layer; see <see cref="Layers.AdaptiveAveragePooling1D"/> for the arguments.</summary>
        public static T AdaptiveAveragePooling1D<T>(this ILayerTarget<T> target, int outputSize, Choice<DataFormat> dataFormat = default,
            string? name = null)
        {
            ArgumentNullException.ThrowIfNull(target);
            return target.Then(new Layers.AdaptiveAveragePooling1D(outputSize, dataFormat, name: name));
        }
    }
}
