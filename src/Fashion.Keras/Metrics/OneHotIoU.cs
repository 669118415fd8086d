namespace Fashion.Keras.Metrics;

/// <summary><see cref="IoU"/> of one-hot targets and scores per class.</summary>
/// <param name="numClasses">Number of classes.</param>
/// <param name="targetClassIds">The classes to average over.</param>
/// <param name="name">The name it has in logs.</param>
/// <param name="ignoreClass">A class number among the targets that does not count; null for none.</param>
/// <param name="sparseYPred">Whether predictions are class numbers; else one score per class.</param>
/// <param name="axis">Axis of the scores.</param>
/// <param name="dtype">Type of the counts: whole numbers cut the fractions of sample weights off, floats keep them. <c>"float32"</c>, the
/// default or <c>"int32"</c>.</param>
public sealed class OneHotIoU(int numClasses, IReadOnlyList<int> targetClassIds, string name = "one_hot_io_u", int? ignoreClass = null,
    bool sparseYPred = false, int axis = -1, Choice<DType> dtype = default)
    : IoU(numClasses, targetClassIds, name, ignoreClass, sparseYTrue: false, sparseYPred, axis, dtype)
{
    private protected override bool WritesSparseYTrue => false;
}
