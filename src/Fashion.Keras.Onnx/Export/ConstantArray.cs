namespace Fashion.Keras.Onnx.Export;

/// <summary>An array of numbers whose length depends on a free size: a row that is repeated, each time with a step more.</summary>
/// <param name="Row">The row; of an array that is filled with one number, that number.</param>
/// <param name="Step">What is added from one repetition to the next.</param>
/// <param name="Repetitions">The free size that counts them; -1 for an array that is filled with one number.</param>
internal sealed record ConstantArray(float[] Row, float Step, int Repetitions);
