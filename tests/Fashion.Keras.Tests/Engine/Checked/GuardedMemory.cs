using System.Runtime.InteropServices;
using Fashion.Keras.Tests.Kernels;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>On which side of a piece of memory a guard page lies at once.</summary>
internal enum Edge
{
    /// <summary>In front of the first byte.</summary>
    Front,

    /// <summary>After the last byte that may be read.</summary>
    Back,
}

/// <summary>
/// A piece of memory with a margin of known contents on both sides, so that writing outside is noticed; or between guard pages,
/// so that reading outside ends the process, too.
/// </summary>
internal sealed unsafe class GuardedMemory : IDisposable
{
    private const int Margin = 256, Alignment = 64;

    private readonly byte* _memory;
    private readonly long _length;
    private readonly GuardedPages? _pages;
    private readonly byte _filler;

    /// <param name="bytes">Bytes that steps may use.</param>
    /// <param name="slack">Bytes after them that may be read, but not written.</param>
    /// <param name="edge">Where a guard page lies at once; there is another one on the other side.</param>
    /// <param name="pages">Whether there are guard pages.</param>
    /// <param name="filler">What margins hold.</param>
    public GuardedMemory(int bytes, int slack, Edge edge, bool pages, byte filler)
    {
        Bytes = bytes;
        _filler = filler;
        if (pages)
        {
            _pages = new GuardedPages(bytes + slack, edge == Edge.Back);
            _memory = Pointer = _pages.Pointer;
            _length = bytes + slack;
        }
        else
        {
            _length = Margin + bytes + slack + Margin;
            _memory = (byte*)NativeMemory.AlignedAlloc((nuint)_length, Alignment);
            Pointer = _memory + Margin;
        }
        Front.Fill(filler);
        Back.Fill(filler);
    }

    public int Bytes { get; }

    /// <summary>First byte that steps may use.</summary>
    public byte* Pointer { get; }

    public Span<byte> Contents => new(Pointer, Bytes);

    private Span<byte> Front => new(_memory, (int)(Pointer - _memory));

    private Span<byte> Back => new(Pointer + Bytes, (int)(_memory + _length - Pointer) - Bytes);

    /// <summary>
    /// Distance in bytes of a byte that was written in front of the piece (negative) or after it; null if none was.
    /// </summary>
    public long? Written()
    {
        int front = Front.LastIndexOfAnyExcept(_filler), back = Back.IndexOfAnyExcept(_filler);
        return front >= 0 ? front - Front.Length
            : back >= 0 ? Bytes + back : _pages is { IsUntouchedOutside: false } ? Bytes + Back.Length : null;
    }

    public void Dispose()
    {
        if (_pages is not null) _pages.Dispose();
        else NativeMemory.AlignedFree(_memory);
    }
}
