namespace Fashion.Keras.Layers;

/// <summary>A vocabulary that does not change: its tokens, without the special ones, and where each stands.</summary>
internal sealed class TokenTable<T> where T : notnull
{
    private readonly Dictionary<T, int> _indices;

    /// <param name="tokens">The tokens, each once.</param>
    /// <param name="start">Index of the first one.</param>
    /// <param name="weights">Weight of every index; null for none.</param>
    public TokenTable(T[] tokens, int start, float[]? weights)
    {
        Tokens = tokens;
        Start = start;
        Weights = weights;
        _indices = new Dictionary<T, int>(tokens.Length);
        for (int i = 0; i < tokens.Length; i++) _indices.Add(tokens[i], start + i);
    }

    public T[] Tokens { get; }

    public int Start { get; }

    public float[]? Weights { get; }

    /// <summary>Number of indices, those of special tokens included.</summary>
    public int Size => Start + Tokens.Length;

    public IReadOnlyDictionary<T, int> Indices => _indices;

    /// <summary>The same with other weights.</summary>
    public TokenTable<T> With(float[] weights) => new(Tokens, Start, weights);

    /// <summary>Looks texts up by their characters.</summary>
    public Dictionary<T, int>.AlternateLookup<ReadOnlySpan<char>> BySpan() => _indices.GetAlternateLookup<ReadOnlySpan<char>>();

    public bool TryFind(T token, out int index) => _indices.TryGetValue(token, out index);
}
