using System.Globalization;
using System.Text;

namespace Fashion.Keras.Internal;

/// <summary>Keras's automatic names: the class in snake case, then _1, _2 ... per process, until the session is cleared.</summary>
internal static class Names
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, int> Used = [];

    /// <summary>The next free automatic name for a class.</summary>
    public static string Next(string className)
    {
        string name = SnakeCase(className);
        lock (Gate)
        {
            Used.TryGetValue(name, out int count);
            Used[name] = count + 1;
            return count == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{count}");
        }
    }

    public static void Clear()
    {
        lock (Gate) Used.Clear();
    }

    /// <summary>
    /// MaxPooling2D to max_pooling2d, ReLU to re_lu, PReLU to p_re_lu, LSTM to lstm. Written out: models begin with names, and regular
    /// expressions start slowly.
    /// </summary>
    public static string SnakeCase(string className)
    {
        var words = new StringBuilder();
        string text = string.Concat(className.Where(c => char.IsLetterOrDigit(c) || c == '_'));
        for (int i = 0; i < text.Length;)
        {
            words.Append(text[i++]);
            if (i + 1 >= text.Length || !char.IsAsciiLetterUpper(text[i]) || !char.IsAsciiLetterLower(text[i + 1])) continue;
            words.Append('_').Append(text[i++]);
            while (i < text.Length && char.IsAsciiLetterLower(text[i])) words.Append(text[i++]);
        }
        for (int i = words.Length - 1; i > 0; i--)
            if (char.IsAsciiLetterUpper(words[i]) && char.IsAsciiLetterLower(words[i - 1])) words.Insert(i, '_');
        return words.ToString().ToLowerInvariant();
    }
}
