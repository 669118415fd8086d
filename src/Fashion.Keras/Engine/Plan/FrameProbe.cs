namespace Fashion.Keras.Engine;

/// <summary>
/// Gives a frame other memory and sees every place that a step asks for. The tests compare steps with the accesses they declare
/// by means of it; nothing else uses one.
/// </summary>
internal abstract unsafe class FrameProbe
{
    /// <summary>First element of a slot, for the step that runs now.</summary>
    public abstract float* this[Slot slot] { get; }

    /// <summary>Scratch memory of a worker, for the step that runs now.</summary>
    public abstract float* Scratch(int worker);
}
