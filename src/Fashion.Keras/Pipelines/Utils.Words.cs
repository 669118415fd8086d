using System.Text;

namespace Fashion.Keras;

// Words of texts.
public static partial class Utils
{
    /// <summary>The words of a text, as <c>keras.preprocessing.text.text_to_word_sequence</c> splits it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="filters">Characters that are left out; each stands for a <paramref name="split"/>.</param>
    /// <param name="lower">Whether the text is lowered first.</param>
    /// <param name="split">What separates words.</param>
    /// <exception cref="ArgumentException">The separator is empty.</exception>
    public static string[] TextToWordSequence(string text, string filters = Tokenizer.DefaultFilters, bool lower = true, string split = " ")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(filters);
        ArgumentException.ThrowIfNullOrEmpty(split);
        var kept = new StringBuilder(text.Length);
        foreach (char letter in lower ? text.ToLowerInvariant() : text)
            if (filters.Contains(letter, StringComparison.Ordinal)) kept.Append(split);
            else kept.Append(letter);
        return kept.ToString().Split(split, StringSplitOptions.RemoveEmptyEntries);
    }
}
