namespace Fashion.Keras.Graph;

/// <summary>Writes all values of a variable, row-major.</summary>
internal delegate void FillValues(Span<float> values);

/// <summary>
/// Memory of one variable: 64-byte aligned floats that never move, zero at first and allocated when first touched. The engine
/// may keep them in a layout of its own (<see cref="Layout"/>); reading and writing from outside always speaks Keras's
/// row-major layout.
/// </summary>
internal sealed unsafe class VariableStorage(int count)
{
    private readonly Lock _gate = new();
    private volatile float[]? _memory;
    private float* _pointer;

    /// <summary>First element; aligned to 64 bytes, readable and writable up to the next multiple of 16 floats.</summary>
    public float* Pointer
    {
        get
        {
            _ = Memory;
            return _pointer;
        }
    }

    /// <summary>What <see cref="Pointer"/> points into; whoever keeps the pointer keeps this as well.</summary>
    public object Memory
    {
        get
        {
            if (_memory is { } known) return known;
            lock (_gate) return _memory ??= Allocate();
        }
    }

    /// <summary>How the elements lie; null for Keras's own row-major order.</summary>
    public VariableLayout? Layout { get; private set; }

    /// <summary>Floats behind <see cref="Pointer"/>, padding of the layout included.</summary>
    public int PackedCount => Layout?.PackedCount ?? count;

    private Span<float> Packed => new(Pointer, PackedCount);

    public void Read(Span<float> destination)
    {
        if (_memory is null) destination[..count].Clear();
        else if (Layout is null) Packed.CopyTo(destination);
        else Layout.Unpack(Packed, destination);
    }

    public void Write(ReadOnlySpan<float> source)
    {
        if (Layout is null) source.CopyTo(Packed);
        else Layout.Pack(source, Packed);
    }

    /// <summary>Has the first values written where they stay.</summary>
    public void Initialize(FillValues fill)
    {
        if (Layout is not null) throw new InvalidOperationException("A variable in a layout of its own has its first values already.");
        fill(Packed);
    }

    /// <summary>Changes the layout, keeping the values. Plans that were compiled against the old one must not run again.</summary>
    public void Relayout(VariableLayout? layout)
    {
        if (Equals(layout, Layout)) return;
        float[]? old = _memory;
        ReadOnlySpan<float> values = default;
        if (old is not null)
        {
            values = Packed;
            if (Layout is not null)
            {
                var rowMajor = new float[count];
                Layout.Unpack(values, rowMajor);
                values = rowMajor;
            }
        }
        Layout = layout;
        _memory = null;
        if (old is null) return;
        Write(values);
        GC.KeepAlive(old);
    }

    // The pinned heap: no finalizer, nothing for users to dispose, gone with the variable.
    private float[] Allocate()
    {
        const int lane = 16;
        var memory = GC.AllocateArray<float>((PackedCount + lane - 1) / lane * lane + 2 * lane, pinned: true);
        fixed (float* first = memory) _pointer = (float*)(((nuint)first + 63) & ~(nuint)63);
        return memory;
    }
}
