using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>The window of a convolution of inputs; sizes are one per spatial axis.</summary>
internal sealed record ConvolutionWindow(Shape KernelSize, Shape Strides, Padding Padding, DataFormat DataFormat, Shape Dilation)
{
    public static ConvolutionWindow From(ConfigReader config, int rank)
    {
        Shape ones = Enumerable.Repeat(1, rank).ToArray();
        return new ConvolutionWindow(config.Sizes("kernel_size", rank) ?? throw config.Wrong("kernel_size", $"{rank} whole number(s)"),
            config.Sizes("strides", rank) ?? ones, config.Padding(), config.DataFormat(), config.Sizes("dilation_rate", rank) ?? ones);
    }
}
