namespace Fashion.Keras.Graph;

/// <summary>An operation applied to values. Ids grow in the order in which nodes must run.</summary>
internal sealed class Node(int id, Op op, Value[] inputs, string? scope)
{
    public int Id { get; } = id;

    public Op Op { get; } = op;

    public Value[] Inputs { get; } = inputs;

    public Value[] Outputs { get; internal set; } = [];

    /// <summary>Name of the layer, loss or optimizer that wrote the node: for messages and the profile.</summary>
    public string? Scope { get; } = scope;

    /// <summary>The only output.</summary>
    public Value Output =>
        Outputs.Length == 1 ? Outputs[0] : throw new InvalidOperationException($"{Op.Name} has {Outputs.Length} outputs.");

    public override string ToString() =>
        $"{string.Join(", ", Outputs.Select(o => o.ToString()))} = {Op}({string.Join(", ", Inputs.Select(i => $"%{i.Producer.Id}"))})";
}
