using System.Buffers;

namespace Fashion.Keras.Layers;

/// <summary>Texts as tokens: standardized, split, joined into n-grams. It has no state, so any number of threads may use it.</summary>
/// <param name="standardize">What is done with a text first.</param>
/// <param name="split">How it becomes tokens.</param>
/// <param name="ngrams">How many tokens are joined by spaces into one, for each width in turn; null for the tokens alone.</param>
internal sealed class TextTokens(TextStandardization standardize, TextSplit split, IReadOnlyList<int>? ngrams)
{
    /// <summary>Gives the tokens of a sample in order.</summary>
    /// <param name="texts">The texts of the sample: one, or with <see cref="TextSplit.None"/> several.</param>
    /// <param name="sink">Takes them.</param>
    public void Apply(ReadOnlySpan<string> texts, TokenSink sink)
    {
        if (ngrams is null)
        {
            Split(texts, sink);
            return;
        }
        var tokens = new List<string>();
        Split(texts, token => tokens.Add(token.ToString()));
        foreach (int width in ngrams)
            for (int first = 0; first + width <= tokens.Count; first++)
                sink(width == 1 ? tokens[first] : string.Join(' ', tokens.GetRange(first, width)));
    }

    private void Split(ReadOnlySpan<string> texts, TokenSink sink)
    {
        foreach (string text in texts)
        {
            char[] rented = ArrayPool<char>.Shared.Rent(text.Length);
            try
            {
                split.Apply(standardize.Apply(text, rented), sink);
            }
            finally
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }
}
