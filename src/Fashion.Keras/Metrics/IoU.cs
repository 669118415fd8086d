using System.Text.Json.Nodes;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;
using Fashion.Keras.Losses;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>
/// Intersection over union of some classes: right answers / (targets + answers - right answers), averaged over those of the
/// classes that occur. Targets and predictions are class numbers unless said otherwise; numbers out of range do not count.
/// </summary>
public class IoU : Metric
{
    private readonly int[] _targets;
    private readonly Variable _confusion;

    /// <summary>Makes an intersection over union.</summary>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="targetClassIds">The classes to average over.</param>
    /// <param name="name">The name it has in logs.</param>
    /// <param name="ignoreClass">A class number among the targets that does not count; null for none.</param>
    /// <param name="sparseYTrue">Whether targets are class numbers; else one score per class.</param>
    /// <param name="sparseYPred">Whether predictions are class numbers; else one score per class.</param>
    /// <param name="axis">Axis of the scores.</param>
    /// <param name="dtype">Type of the counts: whole numbers cut the fractions of sample weights off, floats keep them. <c>"int32"</c>, the
    /// default or <c>"float32"</c>.</param>
    public IoU(int numClasses, IReadOnlyList<int> targetClassIds, string name = "io_u", int? ignoreClass = null, bool sparseYTrue = true,
        bool sparseYPred = true, int axis = -1, Choice<DType> dtype = default) : base(name)
    {
        ArgumentNullException.ThrowIfNull(targetClassIds);
        NumClasses = Guard.Positive(numClasses, ClassName);
        foreach (int id in targetClassIds)
            if (id < 0 || id >= numClasses)
                throw new ArgumentException(
                    $"{ClassName}: target class {id} is out of range; with {numClasses} classes it must lie in 0..{numClasses - 1}.",
                    nameof(targetClassIds));
        _targets = [.. targetClassIds];
        (IgnoreClass, SparseYTrue, SparseYPred, Axis, DType) = (ignoreClass, sparseYTrue, sparseYPred, axis, dtype.Or(DType.Int32));
        _confusion = AddVariable("total_confusion_matrix", [numClasses, numClasses]);
    }

    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    private protected override string OwnType => DType == DType.Int32 ? "int32" : "float32";

    /// <summary>Every class, if their confusion matrix is one that can be.</summary>
    private protected static int[] AllClasses(int numClasses)
    {
        Sizes.Count([Math.Max(numClasses, 0), Math.Max(numClasses, 0)], "A confusion matrix");
        return [.. Enumerable.Range(0, Math.Max(numClasses, 0))];
    }

    /// <summary>Number of classes.</summary>
    public int NumClasses { get; }

    /// <summary>The classes to average over.</summary>
    public IReadOnlyList<int> TargetClassIds => _targets;

    /// <summary>A class number among the targets that does not count.</summary>
    public int? IgnoreClass { get; }

    /// <summary>Whether targets are class numbers.</summary>
    public bool SparseYTrue { get; }

    /// <summary>Whether predictions are class numbers.</summary>
    public bool SparseYPred { get; }

    /// <summary>Axis of the scores.</summary>
    public int Axis { get; }

    /// <summary>Type of the counts: whole numbers cut the fractions of sample weights off.</summary>
    public DType DType { get; }

    /// <inheritdoc/>
    protected internal override void Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        SymbolicTensor labels = Ops.Reshape(SparseYTrue ? yTrue : Ops.ArgMax(Ops.ToLast(yTrue, Axis)), [-1]);
        SymbolicTensor answers = Ops.Reshape(SparseYPred ? yPred : Ops.ArgMax(Ops.ToLast(yPred, Axis)), [-1]);
        // A number out of range has an empty row in the one-hot matrix, and so counts nowhere.
        SymbolicTensor rows = Ops.OneHot(labels, NumClasses);
        if (IgnoreClass is { } ignored) rows *= Ops.ExpandDims(1 - Ops.Equal(labels, ignored), -1);
        if (sampleWeight is not null)
        {
            SymbolicTensor weight = Ops.Reshape(sampleWeight, [-1]);
            rows *= Ops.Reshape(Ops.BroadcastTo(DType == DType.Int32 ? Ops.Floor(weight) : weight, labels.Shape), [-1, 1]);
        }
        Add(_confusion, Ops.MatMul(rows, Ops.OneHot(answers, NumClasses), transposeX: true));
    }

    /// <inheritdoc/>
    public override double Result()
    {
        float[] counts = _confusion.ToArray();
        double sum = 0;
        int occurring = 0;
        foreach (int c in _targets)
        {
            double right = counts[c * NumClasses + c], row = 0, column = 0;
            for (int i = 0; i < NumClasses; i++)
            {
                row += counts[c * NumClasses + i];
                column += counts[i * NumClasses + c];
            }
            double union = row + column - right;
            if (union <= 1e-9) continue;
            sum += right / (union + Epsilon.Value);
            occurring++;
        }
        return sum / (occurring + Epsilon.Value);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("num_classes", NumClasses);
        if (WritesTargets) config.Set("target_class_ids", new JsonArray([.. _targets.Select(t => (JsonNode)JsonValue.Create(t))]));
        config.Write("ignore_class", IgnoreClass);
        if (WritesSparseYTrue) config.Write("sparse_y_true", SparseYTrue);
        config.Write("sparse_y_pred", SparseYPred).Write("axis", Axis);
    }

    /// <summary>Whether the target classes are an argument of this class.</summary>
    private protected virtual bool WritesTargets => true;

    /// <summary>Whether the form of the targets is an argument of this class.</summary>
    private protected virtual bool WritesSparseYTrue => true;

    /// <summary>The target classes in a file.</summary>
    internal static int[] Targets(ConfigReader config) =>
        config.GetShape("target_class_ids")?.ToArray() ?? throw config.Wrong("target_class_ids", "a list of class numbers");
}
