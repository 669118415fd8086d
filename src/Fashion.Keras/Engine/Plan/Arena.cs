using System.Runtime.InteropServices;

namespace Fashion.Keras.Engine;

/// <summary>
/// A block of memory for the slots of a running plan: 64-byte aligned, contents undefined, given back to the system when disposed.
/// </summary>
internal sealed unsafe class Arena : IDisposable
{
    // Smaller ones are not worth asking.
    private const long Large = 64L << 20;

    private float* _pointer;

    /// <exception cref="InsufficientMemoryException">More than the process may use: the system would end it when the memory is
    /// touched.</exception>
    public Arena(long floats)
    {
        Bytes = floats * sizeof(float);
        if (Bytes >= Large && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes is var most && Bytes > most)
            throw new InsufficientMemoryException($"A step needs {Bytes >> 20} MiB of buffers, more than the {most >> 20} MiB that this " +
                "process may use. Use smaller batches.");
        try
        {
            _pointer = (float*)NativeMemory.AlignedAlloc((nuint)Bytes, 64);
        }
        catch (OutOfMemoryException e)
        {
            throw new InsufficientMemoryException(
                $"A step needs {Bytes >> 20} MiB of buffers, which the system does not have. Use smaller batches.", e);
        }
        if (Bytes > 0) GC.AddMemoryPressure(Bytes);
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
        if (Bytes > 0) GC.RemoveMemoryPressure(Bytes);
    }
}
