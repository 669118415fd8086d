using Fashion.Keras.Internal;

namespace Fashion.Keras.Activations;

/// <summary>Activations by Keras's names.</summary>
internal static class ActivationTable
{
    private static readonly Dictionary<string, ActivationFunction> Known = new ActivationFunction[]
    {
        new FunctionActivation("linear", x => x),
        new FunctionActivation("relu", Ops.Relu),
        new FunctionActivation("sigmoid", Ops.Sigmoid),
        new FunctionActivation("tanh", Ops.Tanh),
        new FunctionActivation("softmax", x => Ops.Softmax(x)),
    }.ToDictionary(a => a.Name);

    public static ActivationFunction ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Known.TryGetValue(name, out ActivationFunction? activation) ? activation : throw Guard.Unknown("activation", name, Known.Keys);
    }
}
