namespace Fashion.Keras.Layers;

/// <summary>How often each token occurs in some documents, and in how many of them.</summary>
/// <param name="order">The order of tokens that occur equally often, rising.</param>
internal sealed class TokenCounts<T>(IComparer<T> order) where T : notnull
{
    private readonly Dictionary<T, (long Count, long Documents, long LastDocument)> _counts = [];
    private long _documents;

    /// <summary>Whether no token has been counted.</summary>
    public bool IsEmpty => _counts.Count == 0;

    /// <summary>The tokens that are added from now on belong to another document.</summary>
    public void BeginDocument() => _documents++;

    public void Add(T token)
    {
        ref (long Count, long Documents, long LastDocument) entry =
            ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, token, out _);
        entry.Count++;
        if (entry.LastDocument == _documents) return;
        entry.LastDocument = _documents;
        entry.Documents++;
    }

    /// <summary>The tokens by count, the most frequent first; those that occur equally often in falling order.</summary>
    /// <param name="most">Most tokens.</param>
    /// <param name="special">Tokens that are left out.</param>
    public T[] MostFrequent(int most, IReadOnlyCollection<T> special)
    {
        KeyValuePair<T, (long Count, long, long)>[] all = [.. _counts.Where(entry => !special.Contains(entry.Key))];
        Array.Sort(all, (a, b) => a.Value.Count != b.Value.Count ? b.Value.Count.CompareTo(a.Value.Count) : order.Compare(b.Key, a.Key));
        return [.. all.Take(most).Select(entry => entry.Key)];
    }

    /// <summary>Inverse document frequency: log(1 + documents / (1 + documents with the token)).</summary>
    public float Weight(T token) => (float)Math.Log(1 + _documents / (1.0 + _counts[token].Documents));
}
