using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Constraints;

/// <summary>What the constraints on norms share.</summary>
internal static class NormRule
{
    /// <summary>Keeps the division defined for a weight of zeros.</summary>
    public const float Epsilon = 1e-7f;

    /// <summary>Root of the sum of squares along the axes, which stay with size 1.</summary>
    public static SymbolicTensor Of(SymbolicTensor weight, IReadOnlyList<int> axes) =>
        Ops.Sqrt(Ops.Sum(Ops.Square(weight), [.. axes], keepDimensions: true));

    /// <summary>One axis as a number, several as a list, as Keras does.</summary>
    public static void WriteAxis(ConfigWriter config, IReadOnlyList<int> axes) =>
        config.Set("axis", axes.Count == 1 ? axes[0] : new JsonArray([.. axes.Select(a => (JsonNode)a)]));
}
