namespace Fashion.Keras.Activations;

/// <summary>An activation made from a function.</summary>
internal sealed class FunctionActivation(string name, Func<SymbolicTensor, SymbolicTensor> function) : ActivationFunction
{
    public override string Name { get; } = name;

    public override SymbolicTensor Apply(SymbolicTensor x) => function(x);
}
