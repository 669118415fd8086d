using Fashion.Keras.Engine;
using Fashion.Keras.Execution;

namespace Fashion.Keras;

/// <summary>The one place that names the engine which models use unless their options say otherwise.</summary>
internal static class DefaultEngine
{
    public static IEngine Create() => new ManagedEngine();
}
