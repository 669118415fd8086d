namespace Fashion.Keras.Metrics;

/// <summary>A metric made from a function.</summary>
internal sealed class FunctionMetric(string name, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function) : MeanMetric(name)
{
    protected override SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred) => function(yTrue, yPred);
}
