using Fashion.Keras.Internal;
using Fashion.Keras.Layers;
using Fashion.Keras.Tables;

namespace Fashion.Keras;

public sealed partial class Table
{
    private readonly Lock _lock = new();
    private Dictionary<string, SymbolicTensor>? _inputs;

    /// <summary>
    /// An input of shape (1,) for each column that is no label, by name: the start of a functional model. Its type is float32, int64 or
    /// string, as that of the column.
    /// </summary>
    public ModelTensors Inputs => InputsByName();

    /// <summary>The columns of <see cref="Inputs"/>, each through its layer, concatenated to one tensor of shape (batch, width).</summary>
    /// <remarks>
    /// Columns without a layer are taken as they are, which texts cannot. Layers that learn from data (Normalization, StringLookup ...)
    /// must have learned before: <c>sex.Adapt(table.Column("sex"))</c>. What a layer gives is flattened.
    /// </remarks>
    /// <param name="layers">Names of columns and layers for them, a model as a layer included.</param>
    /// <exception cref="ArgumentException">A name of no column or of a label, one given twice, or a column of texts without a
    /// layer.</exception>
    /// <example><code>
    /// var sex = new StringLookup(outputMode: OutputMode.OneHot);
    /// sex.Adapt(table.Column("sex"));
    /// var model = new Model(table.Inputs, table.Encode(("sex", sex)).Dense(32, "relu").Dense(1, "sigmoid"));
    /// </code></example>
    public SymbolicTensor Encode(params (string Column, Layer Layer)[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        var byColumn = new Dictionary<string, Layer>(StringComparer.Ordinal);
        foreach ((string column, Layer layer) in layers)
        {
            ArgumentNullException.ThrowIfNull(layer);
            if (Columns[_file.Layout.IndexOf(column)].IsLabel)
                throw new ArgumentException($"The column '{ShortText.Of(column)}' is a label; a model predicts it and cannot take it.",
                    nameof(layers));
            if (!byColumn.TryAdd(column, layer))
                throw new ArgumentException($"The column '{ShortText.Of(column)}' is given twice.", nameof(layers));
        }
        Dictionary<string, SymbolicTensor> inputs = InputsByName();
        SymbolicTensor[] encoded =
            [.. _file.Layout.Features.Select(
                at => Encode(Columns[at], inputs[Columns[at].Name], byColumn.GetValueOrDefault(Columns[at].Name)))];
        return encoded.Length == 1 ? encoded[0] : new Concatenate().Apply(encoded)[0];
    }

    private static SymbolicTensor Encode(TableColumn column, SymbolicTensor input, Layer? layer)
    {
        if (layer is null) return column.Type != ColumnType.Text ? input
            : throw new ArgumentException($"The column '{ShortText.Of(column.Name)}' has texts and needs a layer that takes them: " +
                "StringLookup, Hashing or TextVectorization.");
        SymbolicTensor output = input.Then(layer);
        return output.Shape.Rank > 2 ? output.Then(new Flatten()) : output;
    }

    private Dictionary<string, SymbolicTensor> InputsByName()
    {
        lock (_lock)
        {
            return _inputs ??= _file.Layout.Features.Select(at => Columns[at])
                .ToDictionary(column => column.Name, column => Input.Of([1], column.Name, TypeOf(column.Type)), StringComparer.Ordinal);
        }
    }

    private static string TypeOf(ColumnType type) => type switch
    {
        ColumnType.Number => "float32",
        ColumnType.Integer => "int64",
        _ => "string",
    };
}
