using Fashion.Keras.Internal;

namespace Fashion.Keras;

/// <summary>
/// An argument that is one of a closed set, as calls take it: a member of the enum (<c>Padding.Same</c>) or Keras's text for it
/// (<c>"same"</c>). Left out, or <c>default</c>, it is the default that the method's documentation names.
/// </summary>
/// <typeparam name="T">The enum.</typeparam>
/// <remarks>
/// Texts are read without regard to case: Keras's (<c>"channels_first"</c>), or the name of the member (<c>"ChannelsFirst"</c>).
/// </remarks>
/// <example><code>
/// new Conv2D(32, 3, padding: "same");
/// new Conv2D(32, 3, padding: Padding.Same);
/// </code></example>
public readonly record struct Choice<T> where T : struct, Enum
{
    private static readonly (T Value, string Name, string Text)[] s_members =
        [.. Enum.GetValues<T>().Select(value => (value, value.ToString(), TextOf(value.ToString())))];

    private readonly T _value;
    private readonly bool _given;

    private Choice(T value) => (_value, _given) = (value, true);

    /// <summary>A member as an argument.</summary>
    /// <param name="value">The member.</param>
    public static implicit operator Choice<T>(T value) => new(value);

    /// <summary>Keras's text as an argument.</summary>
    /// <param name="text">The text; null is Keras's <c>None</c>, for enums that have it.</param>
    /// <exception cref="ArgumentException">No member is called so.</exception>
    public static implicit operator Choice<T>(string? text) => new(Parse(text));

    /// <summary>What the argument means; the enum's first member where nothing was given.</summary>
    /// <param name="choice">The argument.</param>
    public static implicit operator T(Choice<T> choice) => choice._value;

    /// <summary>What the argument means.</summary>
    /// <param name="usual">What it means where nothing was given.</param>
    internal T Or(T usual) => _given ? _value : usual;

    /// <summary>Whether both arguments mean the same member.</summary>
    /// <param name="other">The other argument.</param>
    public bool Equals(Choice<T> other) => EqualityComparer<T>.Default.Equals(_value, other._value);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>Keras's text.</summary>
    internal string Text => TextOf(_value.ToString());

    /// <summary>The name of the member.</summary>
    public override string ToString() => _value.ToString();

    private static T Parse(string? text)
    {
        text ??= "None";
        // Keras has two words for the mean over all values.
        if (typeof(T).Name == "Reduction" && text == "mean") text = "SumOverBatchSize";
        foreach ((T value, string name, string word) in s_members)
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase) || text.Equals(name, StringComparison.OrdinalIgnoreCase))
                return value;
        throw new ArgumentException(
            $"Unknown {typeof(T).Name} '{ShortText.Of(text)}'. There are: {string.Join(", ", s_members.Select(m => $"'{m.Text}'"))}.",
            nameof(text));
    }

    private static string TextOf(string name)
    {
        var text = new System.Text.StringBuilder();
        foreach (char c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
