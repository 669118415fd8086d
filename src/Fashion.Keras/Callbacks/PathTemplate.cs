using System.Globalization;
using System.Text;
using Fashion.Keras.Reporting;

namespace Fashion.Keras.Callbacks;

/// <summary>
/// A file name with fields in Python's notation: <c>{epoch:02d}-{val_loss:.2f}.keras</c>. Doubled braces stand for themselves.
/// </summary>
internal sealed class PathTemplate
{
    private readonly string _template;
    private readonly List<(string Text, string? Key, PythonFormatSpec Spec)> _parts = [];

    /// <exception cref="FormatException">A brace without its partner, or a format that Python does not know.</exception>
    public PathTemplate(string template)
    {
        _template = template;
        var text = new StringBuilder();
        for (int i = 0; i < template.Length; i++)
        {
            char c = template[i];
            bool doubled = i + 1 < template.Length && template[i + 1] == c;
            if (c is '{' or '}' && doubled) text.Append(template[i++]);
            else if (c == '}')
                throw new FormatException($"The file name '{template}' has a '}}' without a '{{'; write '}}}}' for a brace.");
            else if (c != '{') text.Append(c);
            else
            {
                int end = template.IndexOf('}', i);
                if (end < 0) throw new FormatException($"The file name '{template}' has a '{{' without a '}}'; write '{{{{' for a brace.");
                string[] field = template[(i + 1)..end].Split(':', 2);
                _parts.Add((text.ToString(), field[0], PythonFormatSpec.Parse(field.Length > 1 ? field[1] : "")));
                text.Clear();
                i = end;
            }
        }
        _parts.Add((text.ToString(), null, default));
    }

    /// <summary>The file name with <c>*</c> in place of every field.</summary>
    public string Pattern => string.Concat(_parts.Select(p => p.Key is null ? p.Text : p.Text + "*"));

    /// <summary>Puts the values in.</summary>
    /// <param name="epoch">Epoch, from 1.</param>
    /// <param name="batch">Batch, from 1; null at the end of an epoch.</param>
    /// <param name="logs">All other fields.</param>
    /// <exception cref="KeyNotFoundException">A field is neither epoch, nor batch, nor in the logs.</exception>
    public string Fill(int epoch, int? batch, Logs logs)
    {
        var path = new StringBuilder();
        foreach ((string text, string? key, PythonFormatSpec spec) in _parts)
        {
            path.Append(text);
            if (key == "epoch") path.Append(spec.Format(epoch));
            else if (key == "batch" && batch is { } number) path.Append(spec.Format(number));
            else if (key is not null) path.Append(spec.Format(Find(key, logs)));
        }
        return path.ToString();
    }

    private double Find(string key, Logs logs) => logs.TryGetValue(key, out double value)
        ? value
        : throw new KeyNotFoundException(string.Create(CultureInfo.InvariantCulture, $"The file name '{_template}' asks for '{key}', " +
            $"which is not there. There are: {string.Join(", ", logs.Keys.Prepend("epoch"))}."));
}
