namespace Fashion.Keras.Engine;

/// <summary>Where a step comes from: operation, the layer (or loss, or optimizer) that wrote it, its shapes.</summary>
internal sealed record StepInfo(string Operation, string? Scope, string Shapes)
{
    public static StepInfo None { get; } = new("", null, "");
}
