namespace Fashion.Keras;

/// <summary>Order of the axes of images in an ONNX file.</summary>
public enum ImageLayout
{
    /// <summary>As the model has them; for Keras's default (batch, height, width, channels).</summary>
    AsInModel,

    /// <summary>(batch, channels, height, width), for a model that has the channels last.</summary>
    ChannelsFirst,
}
