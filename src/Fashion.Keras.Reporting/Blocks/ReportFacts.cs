namespace Fashion.Keras.Reporting;

/// <summary>A few values with their names, to be taken in at a glance.</summary>
/// <example><code>
/// var facts = new ReportFacts { { "Runs", "60" }, { "Variants", "12" } };
/// </code></example>
public sealed class ReportFacts : ReportBlock, IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _facts = [];

    /// <summary>Appends a value.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="value">The value.</param>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        _facts.Add(new(name, value));
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _facts.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    internal override void Write(HtmlWriter page) => page.Facts(_facts);

    internal override void Write(MarkdownWriter page) => page.Facts(_facts);
}
