using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>Where a step comes from, for messages and the profile; texts are made when somebody asks for them.</summary>
/// <param name="node">The node that was lowered to it; null for none.</param>
internal sealed class StepInfo(Node? node)
{
    public static StepInfo None { get; } = new(null);

    public string Operation => node?.Op.Name ?? "";

    /// <summary>The layer, loss or optimizer that wrote it.</summary>
    public string? Scope => node?.Scope;

    public string Shapes => node is null ? "" : $"{Text(node.Inputs)} -> {Text(node.Outputs)}";

    private static string Text(IEnumerable<Value> values) => string.Join(" ", values.Select(v => v.Shape.ToString()));
}
