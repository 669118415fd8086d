namespace Fashion.Keras;

/// <summary>What the cells of a table's column are.</summary>
public enum ColumnType
{
    /// <summary>Numbers, kept as float; a missing one is NaN unless another value is given for it.</summary>
    Number,

    /// <summary>Whole numbers, kept as long; none may be missing unless a value is given for missing ones.</summary>
    Integer,

    /// <summary>Texts; a missing one is the empty text unless another is given for it.</summary>
    Text,
}
