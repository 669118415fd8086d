using Fashion.Keras.Configuration;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Layers
{
    /// <summary>The mean over all pixels, channel by channel.</summary>
    /// <remarks>
    /// Input (batch, height, width, channels), output (batch, channels); no weights.
    /// Source: keras.io/api/layers/pooling_layers/global_average_pooling2d.
    /// </remarks>
    public sealed class GlobalAveragePooling2D : GlobalPoolingLayer
    {
        /// <summary>Makes a global pooling layer.</summary>
        /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
        /// <param name="keepDims">Whether the spatial axes stay, with size 1.</param>
        /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
        /// <param name="name">Its name.</param>
        public GlobalAveragePooling2D(Choice<DataFormat> dataFormat = default, bool keepDims = false, Shape? inputShape = null,
            string? name = null)
            : base(2, dataFormat.OrFirst(), keepDims, inputShape, name) { }

        internal static GlobalAveragePooling2D FromConfig(ConfigReader config) =>
            new(config.DataFormat(), config.GetBool("keepdims", false), name: config.Name());

        private protected override SymbolicTensor Reduce(SymbolicTensor inputs, int[] axes) => Ops.Mean(inputs, axes, KeepDims);
    }
}

namespace Fashion.Keras
{
    /// <summary>The fluent form of <see cref="Layers.GlobalAveragePooling2D"/>.</summary>
    public static class GlobalAveragePooling2DExtensions
    {
        /// <summary>Appends a global pooling layer; see <see cref="Layers.GlobalAveragePooling2D"/> for the arguments.</summary>
        public static T GlobalAveragePooling2D<T>(this ILayerTarget<T> target, Choice<DataFormat> dataFormat = default,
            bool keepDims = false, string? name = null)
        {
            ArgumentNullException.ThrowIfNull(target);
            return target.Then(new Layers.GlobalAveragePooling2D(dataFormat, keepDims, name: name));
        }
    }
}
