using Fashion.Keras.Graph;

namespace Fashion.Keras;

/// <summary>What a graph computes: its operations, what each of them takes, and which value is the result.</summary>
internal sealed class GraphKey : IEquatable<GraphKey>
{
    private readonly Op[] _operations;
    private readonly int[] _links;
    private readonly int _hash;

    /// <param name="nodes">The nodes, in order.</param>
    /// <param name="result">The value that is read.</param>
    public GraphKey(IReadOnlyList<Node> nodes, Value result)
    {
        _operations = [.. nodes.Select(node => node.Op)];
        _links = [.. nodes.SelectMany(node => node.Inputs).Append(result).SelectMany(value => new[] { value.Producer.Id, value.Index })];
        var hash = new HashCode();
        foreach (Op operation in _operations) hash.Add(operation);
        foreach (int link in _links) hash.Add(link);
        _hash = hash.ToHashCode();
    }

    public bool Equals(GraphKey? other) =>
        other is not null && _hash == other._hash && _operations.AsSpan().SequenceEqual(other._operations)
            && _links.AsSpan().SequenceEqual(other._links);

    public override bool Equals(object? obj) => Equals(obj as GraphKey);

    public override int GetHashCode() => _hash;
}
