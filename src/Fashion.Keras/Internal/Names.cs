using System.Globalization;
using System.Text.RegularExpressions;

namespace Fashion.Keras.Internal;

/// <summary>Keras's automatic names: the class in snake case, then _1, _2 ... per process, until the session is cleared.</summary>
internal static partial class Names
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, int> Used = [];

    /// <summary>The next free automatic name for a class.</summary>
    public static string Next(string className)
    {
        string name = SnakeCase(className);
        lock (Gate)
        {
            int count = Used.GetValueOrDefault(name);
            Used[name] = count + 1;
            return count == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{count}");
        }
    }

    public static void Clear()
    {
        lock (Gate) Used.Clear();
    }

    /// <summary>MaxPooling2D to max_pooling2d, ReLU to re_lu, PReLU to p_re_lu, LSTM to lstm.</summary>
    public static string SnakeCase(string className)
    {
        string text = NonWord().Replace(className, "");
        text = WordStart().Replace(text, "$1_$2");
        return LowerUpper().Replace(text, "$1_$2").ToLowerInvariant();
    }

    [GeneratedRegex(@"\W+")]
    private static partial Regex NonWord();

    [GeneratedRegex("(.)([A-Z][a-z]+)")]
    private static partial Regex WordStart();

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex LowerUpper();
}
