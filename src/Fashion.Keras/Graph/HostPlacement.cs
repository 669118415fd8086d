using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>Row-major memory that no engine has taken yet. An engine may go on using it as it is.</summary>
internal sealed class HostPlacement(int count) : Placement
{
    public AlignedFloats Memory { get; } = new(count);

    public override void Read(Span<float> destination)
    {
        Memory.Span.CopyTo(destination);
        GC.KeepAlive(this);
    }

    public override void Write(ReadOnlySpan<float> source)
    {
        source.CopyTo(Memory.Span);
        GC.KeepAlive(this);
    }
}
