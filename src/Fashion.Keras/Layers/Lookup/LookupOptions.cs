namespace Fashion.Keras.Layers;

/// <summary>The settings that lookups of all types share.</summary>
internal sealed record LookupOptions(int? MaxTokens, int NumOovIndices, OutputMode OutputMode, bool PadToMaxTokens, bool Invert,
    bool HasMask)
{
    // Vocabularies, also those in files, list each of them.
    private const int MostOovIndices = 1_000_000;

    /// <summary>The index of tokens out of vocabulary, or the first of them: after that of the mask token.</summary>
    public int OovStart => HasMask && OutputMode == OutputMode.Int ? 1 : 0;

    /// <summary>The index of the first token of the vocabulary.</summary>
    public int TokenStart => OovStart + NumOovIndices;

    /// <exception cref="ArgumentException">Settings that contradict each other.</exception>
    public LookupOptions Checked(string layer)
    {
        if (MaxTokens is <= 1)
            throw new ArgumentException($"{layer}: maxTokens must be more than 1, or null for a vocabulary of any size, not {MaxTokens}.");
        if (NumOovIndices is < 0 or > MostOovIndices)
            throw new ArgumentException($"{layer}: numOovIndices must be 0 to {MostOovIndices}, not {NumOovIndices}.");
        if (PadToMaxTokens && MaxTokens is null)
            throw new ArgumentException($"{layer}: padToMaxTokens needs maxTokens, the size to pad to.");
        if (Invert && OutputMode != OutputMode.Int)
            throw new ArgumentException($"{layer}: invert gives tokens back, so outputMode must be Int, not {OutputMode}.");
        return this;
    }
}
