using System.Text.Json.Nodes;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary><see cref="IoU"/> of yes/no targets; here a score at the threshold is a yes.</summary>
/// <param name="targetClassIds">0, 1 or both; null for both.</param>
/// <param name="threshold">Where a score begins to be a yes.</param>
/// <param name="name">The name it has in logs.</param>
/// <param name="dtype">Type of the counts: whole numbers cut the fractions of sample weights off, floats keep them. <c>"float32"</c>, the
/// default or <c>"int32"</c>.</param>
public sealed class BinaryIoU(IReadOnlyList<int>? targetClassIds = null, double threshold = 0.5, string name = "binary_io_u",
    Choice<DType> dtype = default)
    : IoU(2, targetClassIds ?? [0, 1], name, dtype: dtype)
{
    /// <summary>Where a score begins to be a yes.</summary>
    public double Threshold { get; } = Guard.Number(threshold, nameof(BinaryIoU));

    /// <inheritdoc/>
    protected internal override void Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight) =>
        base.Update(yTrue, Ops.GreaterOrEqual(yPred, Threshold), sampleWeight);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("target_class_ids", new JsonArray([.. TargetClassIds.Select(t => (JsonNode)JsonValue.Create(t))]))
            .Write("threshold", Threshold).Write("name", Name).Write("dtype", TypeInFiles);
    }
}
