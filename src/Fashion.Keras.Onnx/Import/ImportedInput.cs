namespace Fashion.Keras.Onnx.Import;

/// <summary>An input of a network in a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape, the batch axis first and free; -1 for other free sizes.</param>
/// <param name="DType">The type of its elements by Keras's name.</param>
internal sealed record ImportedInput(string Name, Shape Shape, string DType);
