namespace Fashion.Keras;

/// <summary>Where the channel axis stands.</summary>
public enum DataFormat
{
    /// <summary>(batch, height, width, channels): the default.</summary>
    ChannelsLast,

    /// <summary>(batch, channels, height, width).</summary>
    ChannelsFirst,
}
