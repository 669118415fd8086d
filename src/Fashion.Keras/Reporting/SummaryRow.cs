namespace Fashion.Keras.Reporting;

/// <summary>One layer of a summary.</summary>
/// <param name="Name">Name of the layer.</param>
/// <param name="ClassName">Its class.</param>
/// <param name="OutputShape">Shape as text; ? while unknown.</param>
/// <param name="Parameters">Number of its parameters; null before it is built.</param>
/// <param name="Connections">Where its inputs come from: <c>add[0][0], d1[0][0]</c>.</param>
/// <param name="Trainable">Whether training changes it; null for layers without weights.</param>
/// <param name="Level">How many models deep it lies.</param>
internal sealed record SummaryRow(string Name, string ClassName, string OutputShape, long? Parameters, string Connections, bool? Trainable,
    int Level);
