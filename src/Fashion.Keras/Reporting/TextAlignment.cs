namespace Fashion.Keras.Reporting;

/// <summary>Where a text stands in its column.</summary>
internal enum TextAlignment
{
    Left,
    Center,
    Right,
}
