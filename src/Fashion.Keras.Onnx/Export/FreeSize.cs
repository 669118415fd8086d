namespace Fashion.Keras.Onnx.Export;

/// <summary>A size that a file leaves free: that of the batch, or of another axis without a size in the model.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Input">The input at which it can be read.</param>
/// <param name="Axis">The axis there, in the model's order.</param>
internal sealed record FreeSize(string Name, int Input, int Axis);
