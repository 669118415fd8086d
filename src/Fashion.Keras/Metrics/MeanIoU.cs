namespace Fashion.Keras.Metrics;

/// <summary><see cref="IoU"/> averaged over all classes that occur.</summary>
/// <param name="numClasses">Number of classes.</param>
/// <param name="name">The name it has in logs.</param>
/// <param name="ignoreClass">A class number among the targets that does not count; null for none.</param>
/// <param name="sparseYTrue">Whether targets are class numbers; else one score per class.</param>
/// <param name="sparseYPred">Whether predictions are class numbers; else one score per class.</param>
/// <param name="axis">Axis of the scores.</param>
/// <param name="dtype">Type of the counts: whole numbers cut the fractions of sample weights off, floats keep them. <c>"float32"</c>, the
/// default or <c>"int32"</c>.</param>
public class MeanIoU(int numClasses, string name = "mean_io_u", int? ignoreClass = null, bool sparseYTrue = true, bool sparseYPred = true,
    int axis = -1, Choice<DType> dtype = default)
    : IoU(numClasses, AllClasses(numClasses), name, ignoreClass, sparseYTrue, sparseYPred, axis, dtype)
{
    private protected override bool WritesTargets => false;
}
