using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>Where a step comes from, for messages and the profile; texts are made when they are asked for.</summary>
/// <param name="node">The node that was lowered to it; null for none. It is not kept: it holds the whole graph.</param>
internal sealed class StepInfo(Node? node)
{
    private readonly Op? _op = node?.Op;
    private readonly Shape[] _inputs = [.. (node?.Inputs ?? []).Select(v => v.Shape)],
        _outputs = [.. (node?.Outputs ?? []).Select(v => v.Shape)];

    public static StepInfo None { get; } = new(null);

    public string Operation => _op?.Name ?? "";

    /// <summary>The layer, loss or optimizer that wrote it.</summary>
    public string? Scope { get; } = node?.Scope;

    public string Shapes => _op is null ? "" : $"{Text(_inputs)} -> {Text(_outputs)}";

    private static string Text(IEnumerable<Shape> shapes) => string.Join(" ", shapes);
}
