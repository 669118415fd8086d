using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>An operation applied to values.</summary>
[Experimental(ExperimentalApi.Engines)]
public sealed class Node
{
    internal Node(int id, Op op, ImmutableArray<Value> inputs, string? scope)
    {
        Id = id;
        Op = op;
        Inputs = inputs;
        Scope = scope;
    }

    /// <summary>Its number; ids grow in the order in which nodes must run.</summary>
    public int Id { get; }

    /// <summary>What it does.</summary>
    public Op Op { get; }

    /// <summary>What it reads, in the order that the op says.</summary>
    public ImmutableArray<Value> Inputs { get; internal set; }

    /// <summary>What it computes, in the order that the op says.</summary>
    public ImmutableArray<Value> Outputs { get; internal set; } = [];

    /// <summary>Name of the layer, loss or optimizer that wrote the node: for messages and the profile; null where none did.</summary>
    public string? Scope { get; }

    /// <summary>The only output.</summary>
    /// <exception cref="InvalidOperationException">There are several, or none.</exception>
    public Value Output =>
        Outputs.Length == 1 ? Outputs[0] : throw new InvalidOperationException($"{Op.Name} has {Outputs.Length} outputs.");

    /// <summary>What an engine throws that cannot compute the node: the message names the layer, the operation and its shapes.</summary>
    /// <param name="engine">Name of the engine.</param>
    public NotSupportedException NotSupported(string engine) =>
        new($"{(Scope is null ? "A model" : $"'{Scope}'")} needs the operation '{Op.Name}' for {Shapes(Inputs)} -> {Shapes(Outputs)}, " +
            $"which {engine} does not have.");

    /// <summary>Its outputs, its op and its inputs.</summary>
    public override string ToString() =>
        $"{string.Join(", ", Outputs.Select(o => o.ToString()))} = {Op}({string.Join(", ", Inputs.Select(i => $"%{i.Producer.Id}"))})";

    private static string Shapes(ImmutableArray<Value> values) =>
        values.IsEmpty ? "nothing" : string.Join(", ", values.Select(v => v.Spec.ToString()));
}
