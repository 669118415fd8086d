using System.Runtime.InteropServices;

namespace Fashion.Keras.Engine;

/// <summary>A block of memory for the slots of a running plan: 64-byte aligned, contents undefined, given back to the system when disposed.</summary>
internal sealed unsafe class Arena : IDisposable
{
    private float* _pointer;

    public Arena(long floats)
    {
        Bytes = floats * sizeof(float);
        _pointer = (float*)NativeMemory.AlignedAlloc((nuint)Bytes, 64);
        GC.AddMemoryPressure(Bytes);
    }

    ~Arena() => Free();

    public long Bytes { get; }

    /// <summary>The first float; valid as long as this object is referenced and not disposed.</summary>
    public float* Pointer => _pointer;

    /// <summary>The frame that used it last: its constants still lie where it put them.</summary>
    public Frame? LastUser { get; set; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_pointer == null) return;
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
        GC.RemoveMemoryPressure(Bytes);
    }
}
