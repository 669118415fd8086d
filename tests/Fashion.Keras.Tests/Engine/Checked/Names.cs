using Fashion.Keras.Engine;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>Steps and slots in messages.</summary>
internal static class Names
{
    public static string Of(Slot slot) => $"slot {slot.Index} ({slot.Kind}, {slot.Count} elements)";

    public static string Of(Plan plan, int step)
    {
        StepInfo info = plan.Steps[step].Info;
        return $"step {step} '{info.Operation}'{(info.Scope is { } scope ? $" of {scope}" : "")} {info.Shapes}".TrimEnd();
    }
}
