using System.Runtime.CompilerServices;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

/// <summary>What arguments of a closed set mean.</summary>
public static class ChoiceExtensions
{
    /// <summary>What the argument means.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="choice">The argument.</param>
    /// <param name="usual">What it means where nothing was given.</param>
    /// <param name="argument">Its name, for the message; what was written for <paramref name="choice"/> where it is left out.</param>
    /// <exception cref="ArgumentException">It is a text that no member has; the message says which there are.</exception>
    /// <example><code>void Draw(Choice&lt;Padding&gt; padding = default) =&gt; Use(padding.Or(Padding.Same));</code></example>
    public static T Or<T>(this Choice<T> choice, T usual, [CallerArgumentExpression(nameof(choice))] string? argument = null)
        where T : struct, Enum => choice.Unknown is { } text
        ? throw new ArgumentException($"{argument}: there is no {typeof(T).Name} '{ShortText.Of(text)}'. There are: {ChoiceTexts<T>.List}.",
            argument)
        : choice.Value ?? usual;

    /// <summary>What the argument means; the enum's first member where nothing was given.</summary>
    internal static T OrFirst<T>(this Choice<T> choice, [CallerArgumentExpression(nameof(choice))] string? argument = null)
        where T : struct, Enum => choice.Or(default, argument);
}
