namespace Fashion.Keras.Losses;

/// <summary>A loss made from a function.</summary>
internal sealed class FunctionLoss(string name, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function) : Loss(name)
{
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => function(yTrue, yPred);
}
