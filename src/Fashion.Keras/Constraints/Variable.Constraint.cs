using Fashion.Keras.Constraints;

namespace Fashion.Keras;

// The rule that a weight obeys.
public sealed partial class Variable
{
    /// <summary>Rule applied after each update; null for none.</summary>
    internal Constraint? Constraint { get; init; }
}
