using System.Globalization;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Tables;

/// <summary>Values of cells that users give.</summary>
internal static class CellValue
{
    /// <summary>The type of column that a value is for.</summary>
    public static ColumnType TypeOf(object value, string column) => value switch
    {
        string => ColumnType.Text,
        float or double or decimal or Half => ColumnType.Number,
        int or long or short or byte or sbyte or ushort or uint or bool => ColumnType.Integer,
        _ => throw new ArgumentException($"The value of column '{ShortText.Of(column)}' is " +
            $"{(value is null ? "null" : "a " + value.GetType().Name)}; it must be a number or a text."),
    };

    public static float Number(object value, TableColumn column) => TypeOf(value, column.Name) != ColumnType.Text
        ? Convert.ToSingle(value is Half half ? (float)half : value, CultureInfo.InvariantCulture) : throw Wrong(value, column, "a number");

    public static long Integer(object value, TableColumn column)
    {
        if (value is string name && column.ClassNames is { } classes)
            return ClassNumber(name, classes) is >= 0 and int at ? at : throw Guard.Unknown("class", name, classes);
        return TypeOf(value, column.Name) switch
        {
            ColumnType.Integer => Convert.ToInt64(value, CultureInfo.InvariantCulture),
            ColumnType.Number when Number(value, column) is var number && float.IsInteger(number) && Math.Abs(number) < 1 << 24 =>
                (long)number,
            _ => throw Wrong(value, column, "a whole number"),
        };
    }

    public static string Text(object value, TableColumn column) => value as string ?? throw Wrong(value, column, "a text");

    /// <summary>The number of a class; -1 where there is none of that name.</summary>
    public static int ClassNumber(ReadOnlySpan<char> name, IReadOnlyList<string> classes)
    {
        for (int i = 0; i < classes.Count; i++)
            if (name.SequenceEqual(classes[i])) return i;
        return -1;
    }

    private static ArgumentException Wrong(object value, TableColumn column, string wanted) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The value of column '{ShortText.Of(column.Name)}' must be {wanted}, not " +
            $"{ShortText.Of(value + "")} ({value?.GetType().Name ?? "null"})."));
}
