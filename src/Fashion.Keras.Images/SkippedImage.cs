namespace Fashion.Keras;

/// <summary>A file that could not be read as an image.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Reason">Why, as a clause: "it is cut off".</param>
public sealed record SkippedImage(string Path, string Reason);
