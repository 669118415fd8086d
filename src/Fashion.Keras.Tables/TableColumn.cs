namespace Fashion.Keras;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its cells are.</param>
/// <param name="IsLabel">Whether it is what a model shall predict.</param>
/// <param name="ClassNames">
/// Names of the classes of a label column of texts: such a column is of type <see cref="ColumnType.Integer"/>, and its numbers count
/// these names from 0. Null for all other columns.
/// </param>
public sealed record TableColumn(string Name, ColumnType Type, bool IsLabel = false, IReadOnlyList<string>? ClassNames = null);
