using Fashion.Keras.Graph;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Engine;

/// <summary>Where this engine keeps a variable: memory that never moves, row-major or in the layout of the kernels that use it.</summary>
internal sealed unsafe class ManagedPlacement : Placement
{
    private readonly AlignedFloats _memory;

    public ManagedPlacement(AlignedFloats memory, WeightLayout? layout)
    {
        _memory = memory;
        Layout = layout;
    }

    /// <summary>How the elements lie; null for Keras's own row-major order.</summary>
    public WeightLayout? Layout { get; }

    /// <summary>
    /// First element; aligned to 64 bytes, readable and writable up to the next multiple of 16 floats, as long as this object lives.
    /// </summary>
    public float* Pointer => _memory.Pointer;

    /// <summary>Floats at <see cref="Pointer"/>, padding of the layout included.</summary>
    public int Count => _memory.Count;

    /// <summary>Where a variable of this engine lies; null for one that it has not compiled yet.</summary>
    public static ManagedPlacement? Of(Variable variable) => variable.Placement as ManagedPlacement;

    public override void Read(Span<float> destination)
    {
        if (Layout is null) _memory.Span.CopyTo(destination);
        else Layout.Unpack(_memory.Span, destination);
        GC.KeepAlive(this);
    }

    public override void Write(ReadOnlySpan<float> source)
    {
        if (Layout is null) source.CopyTo(_memory.Span);
        else Layout.Pack(source, _memory.Span);
        GC.KeepAlive(this);
    }
}
