namespace Fashion.Keras.Internal;

/// <summary>
/// Floats that never move, zero at first, 64-byte aligned, readable and writable up to the next multiple of 16. They lie on the
/// pinned heap: no finalizer, nothing for users to dispose, gone with the last reference to this object.
/// </summary>
internal sealed unsafe class AlignedFloats
{
    private const int Line = 16;
    private readonly float[] _memory;

    public AlignedFloats(int count)
    {
        Count = count;
        _memory = GC.AllocateArray<float>(checked((count + Line - 1) / Line * Line + 2 * Line), pinned: true);
        fixed (float* first = _memory) Pointer = (float*)(((nuint)first + 63) & ~(nuint)63);
    }

    public int Count { get; }

    /// <summary>The first one. The holder of the pointer must hold this object too.</summary>
    public float* Pointer { get; }

    /// <summary>All of them; only as long as this object is referenced elsewhere.</summary>
    public Span<float> Span => new(Pointer, Count);
}
