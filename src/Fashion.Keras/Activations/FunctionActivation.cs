namespace Fashion.Keras.Activations;

/// <summary>An activation made from a function.</summary>
/// <param name="name">Its name.</param>
/// <param name="function">What it computes.</param>
/// <param name="isKeras">Whether it is Keras's function of that name, with no options.</param>
internal sealed class FunctionActivation(string name, Func<SymbolicTensor, SymbolicTensor> function, bool isKeras = false)
    : ActivationFunction
{
    public override string Name { get; } = name;

    /// <summary>Whether it is Keras's function of that name, with no options; a user's can have the same name.</summary>
    public bool IsKeras { get; } = isKeras;

    public override SymbolicTensor Apply(SymbolicTensor x) => function(x);
}
