namespace Fashion.Keras.Generators;

/// <summary>A fluent method: a constructor without the shape of the first input.</summary>
/// <param name="Summary">XML: what the layer does.</param>
/// <param name="Notes">The documentation after the parameters: lines of XML.</param>
/// <param name="Priority">The constructor's priority among its overloads; null for none.</param>
/// <param name="Parameters">Its parameters after the target.</param>
internal sealed record MethodModel(string Summary, EquatableList<string> Notes, int? Priority, EquatableList<ParameterModel> Parameters);
