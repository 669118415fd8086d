using Fashion.Keras.Data;

namespace Fashion.Keras;

/// <summary>
/// An argument that is one of a closed set, as calls take it: a member of the enum (<c>Padding.Same</c>) or Keras's text for it
/// (<c>"same"</c>). Left out, or <c>default</c>, it is the default that the method's documentation names.
/// </summary>
/// <typeparam name="T">The enum.</typeparam>
/// <remarks>
/// Texts are read without regard to case: Keras's (<c>"channels_first"</c>), or the name of the member (<c>"ChannelsFirst"</c>). A text
/// that no member has is an error where the argument is used, so that the message can name it. A method of your own takes such an
/// argument and asks <see cref="ChoiceExtensions.Or"/> what it means.
/// </remarks>
/// <example><code>
/// new Conv2D(32, 3, padding: "same");
/// new Conv2D(32, 3, padding: Padding.Same);
/// </code></example>
public readonly struct Choice<T> : IEquatable<Choice<T>> where T : struct, Enum
{
    private Choice(T? value, string? unknown) => (Value, Unknown) = (value, unknown);

    /// <summary>The member; null where nothing was given, or a text that no member has.</summary>
    internal T? Value { get; }

    /// <summary>The text that no member has.</summary>
    internal string? Unknown { get; }

    /// <summary>A member as an argument.</summary>
    /// <param name="value">The member.</param>
    public static implicit operator Choice<T>(T value) => new(value, null);

    /// <summary>Keras's text as an argument.</summary>
    /// <param name="text">The text; null is Keras's <c>None</c>, for enums that have it.</param>
    public static implicit operator Choice<T>(string? text) =>
        ChoiceTexts<T>.TryParse(text ?? "none", out T value) ? new(value, null) : new(null, text ?? "null");

    /// <summary>Whether both arguments are the same member, the same unknown text, or were not given.</summary>
    /// <param name="other">The other argument.</param>
    public bool Equals(Choice<T> other) => EqualityComparer<T?>.Default.Equals(Value, other.Value) && Unknown == other.Unknown;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Choice<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Value, Unknown);

    /// <summary>Whether both arguments are equal.</summary>
    /// <param name="left">An argument.</param>
    /// <param name="right">Another one.</param>
    public static bool operator ==(Choice<T> left, Choice<T> right) => left.Equals(right);

    /// <summary>Whether both arguments differ.</summary>
    /// <param name="left">An argument.</param>
    /// <param name="right">Another one.</param>
    public static bool operator !=(Choice<T> left, Choice<T> right) => !left.Equals(right);

    /// <summary>Keras's text of the member, the unknown text, or <c>default</c> where nothing was given.</summary>
    public override string ToString() => Value is { } value ? ChoiceTexts<T>.Of(value) : Unknown ?? "default";
}
