using Fashion.Keras.Configuration;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Layers
{
    /// <summary>Keeps largest numbers so that images get a given size, whatever their own.</summary>
    /// <remarks>
    /// Input (batch, height, width, channels), output (batch, outputSize..., channels); no weights. The windows are those of
    /// <see cref="AdaptivePoolingLayer"/>. Source: keras.io/api/layers/pooling_layers/adaptive_max_pooling2d.
    /// </remarks>
    public sealed class AdaptiveMaxPooling2D : AdaptivePoolingLayer
    {
        /// <summary>Makes the layer.</summary>
        /// <param name="outputSize">Height and width of the output; one number for both.</param>
        /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
        /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
        /// <param name="name">Its name.</param>
        /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
        public AdaptiveMaxPooling2D(Size2D outputSize, Choice<DataFormat> dataFormat = default, Shape? inputShape = null,
            string? name = null)
            : base(PoolKind.Max, outputSize.ToShape(), dataFormat.OrFirst(), inputShape, name) { }

        private AdaptiveMaxPooling2D(Shape outputSize, DataFormat dataFormat, string? name)
            : base(PoolKind.Max, outputSize, dataFormat, null, name) { }

        internal static AdaptiveMaxPooling2D FromConfig(ConfigReader config) =>
            new(config.Sizes("output_size", 2) ?? throw config.Wrong("output_size", "2 whole number(s)"), config.DataFormat(),
                config.Name());
    }
}

namespace Fashion.Keras
{
    /// <summary>The fluent form of <see cref="Layers.AdaptiveMaxPooling2D"/>.</summary>
    public static class AdaptiveMaxPooling2DExtensions
    {
        /// <summary>Appends this layer; see <see cref="Layers.AdaptiveMaxPooling2D"/> for the arguments.</summary>
        public static T AdaptiveMaxPooling2D<T>(this ILayerTarget<T> target, Size2D outputSize, Choice<DataFormat> dataFormat = default,
            string? name = null)
        {
            ArgumentNullException.ThrowIfNull(target);
            return target.Then(new Layers.AdaptiveMaxPooling2D(outputSize, dataFormat, name: name));
        }
    }
}
