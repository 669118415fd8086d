namespace Fashion.Keras.Graph;

/// <summary>
/// Memory of one variable: 64-byte aligned floats that never move. The engine may keep them in a layout of its own
/// (<see cref="Layout"/>); reading and writing from outside always speaks Keras's row-major layout.
/// </summary>
internal sealed unsafe class VariableStorage
{
    private readonly int _count;
    private float[] _memory;

    public VariableStorage(int count)
    {
        _count = count;
        _memory = Allocate(count, out float* pointer);
        Pointer = pointer;
    }

    /// <summary>First element; aligned to 64 bytes, readable and writable up to the next multiple of 16 floats.</summary>
    public float* Pointer { get; private set; }

    /// <summary>What <see cref="Pointer"/> points into; whoever keeps the pointer keeps this as well.</summary>
    public object Memory => _memory;

    /// <summary>How the elements lie; null for Keras's own row-major order.</summary>
    public VariableLayout? Layout { get; private set; }

    /// <summary>Floats behind <see cref="Pointer"/>, padding of the layout included.</summary>
    public int PackedCount => Layout?.PackedCount ?? _count;

    public void Read(Span<float> destination)
    {
        var packed = new ReadOnlySpan<float>(Pointer, PackedCount);
        if (Layout is null) packed[.._count].CopyTo(destination);
        else Layout.Unpack(packed, destination);
    }

    public void Write(ReadOnlySpan<float> source)
    {
        var packed = new Span<float>(Pointer, PackedCount);
        if (Layout is null) source.CopyTo(packed);
        else Layout.Pack(source, packed);
    }

    /// <summary>Changes the layout, keeping the values. Plans that were compiled against the old one must not run again.</summary>
    public void Relayout(VariableLayout? layout)
    {
        if (Equals(layout, Layout)) return;
        var values = new float[_count];
        Read(values);
        _memory = Allocate(layout?.PackedCount ?? _count, out float* pointer);
        Pointer = pointer;
        Layout = layout;
        Write(values);
    }

    // The pinned heap: no finalizer, nothing for users to dispose, gone with the variable.
    private static float[] Allocate(int count, out float* pointer)
    {
        const int lane = 16;
        var memory = GC.AllocateArray<float>((count + lane - 1) / lane * lane + 2 * lane, pinned: true);
        fixed (float* first = memory) pointer = (float*)(((nuint)first + 63) & ~(nuint)63);
        return memory;
    }
}
