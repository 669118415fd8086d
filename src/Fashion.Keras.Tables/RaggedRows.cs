namespace Fashion.Keras;

/// <summary>What happens to rows with more or fewer fields than the table has columns.</summary>
public enum RaggedRows
{
    /// <summary>The first one is an error that names its line.</summary>
    Refuse,

    /// <summary>They are left out; <see cref="Table.SkippedRows"/> counts them.</summary>
    Skip,
}
