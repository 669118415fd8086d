using System.Runtime.InteropServices;

namespace Fashion.Keras.Data;

/// <summary>Arrays that cannot move, and a list of where they are.</summary>
internal sealed unsafe class PinnedSamples : IDisposable
{
    private readonly GCHandle[] _handles;

    public PinnedSamples(Array[] samples)
    {
        var addresses = new nint[samples.Length];
        _handles = new GCHandle[samples.Length + 1];
        for (int i = 0; i < samples.Length; i++)
        {
            _handles[i] = GCHandle.Alloc(samples[i], GCHandleType.Pinned);
            addresses[i] = _handles[i].AddrOfPinnedObject();
        }
        _handles[^1] = GCHandle.Alloc(addresses, GCHandleType.Pinned);
        Addresses = (byte**)_handles[^1].AddrOfPinnedObject();
    }

    /// <summary>One address per array.</summary>
    public byte** Addresses { get; }

    public void Dispose()
    {
        foreach (ref GCHandle handle in _handles.AsSpan())
            if (handle.IsAllocated) handle.Free();
    }
}
