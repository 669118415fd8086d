using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// Memory between two pages that must not be touched, which begins or ends exactly at one of them: a kernel that reads or writes so
/// much as a byte outside ends the process. What is left of its own pages on the other side holds a pattern that must stay.
/// </summary>
internal sealed unsafe partial class GuardedPages : IDisposable
{
    private const byte Pattern = 0xA5;

    // Whole regions by the number of their inner pages; taken again, since asking the system takes longer than most kernels.
    private static readonly ConcurrentDictionary<int, ConcurrentBag<nint>> Free = new();

    private readonly byte* _inner;
    private readonly int _pages;
    private readonly int _bytes;

    /// <param name="bytes">Length.</param>
    /// <param name="atEnd">Whether the memory ends where a guard page begins; else it begins where one ends.</param>
    public GuardedPages(int bytes, bool atEnd)
    {
        _bytes = bytes;
        _pages = Math.Max(1, (bytes + Environment.SystemPageSize - 1) / Environment.SystemPageSize);
        _inner = Free.TryGetValue(_pages, out ConcurrentBag<nint>? bag) && bag.TryTake(out nint taken) ? (byte*)taken : Reserve(_pages);
        All.Fill(Pattern);
        Pointer = atEnd ? _inner + All.Length - bytes : _inner;
    }

    public byte* Pointer { get; }

    private Span<byte> All => new(_inner, _pages * Environment.SystemPageSize);

    /// <summary>Whether everything outside that can be written still holds what it held.</summary>
    public bool IsUntouchedOutside
    {
        get
        {
            int before = (int)(Pointer - _inner);
            return !All[..before].ContainsAnyExcept(Pattern) && !All[(before + _bytes)..].ContainsAnyExcept(Pattern);
        }
    }

    public void Dispose() => Free.GetOrAdd(_pages, _ => []).Add((nint)_inner);

    private static byte* Reserve(int pages)
    {
        nuint page = (nuint)Environment.SystemPageSize, length = (nuint)pages * page;
        if (OperatingSystem.IsWindows())
        {
            byte* reserved = (byte*)VirtualAlloc(null, length + 2 * page, 0x2000 /* reserve */, 0x01 /* no access */);
            if (reserved == null || VirtualAlloc(reserved + page, length, 0x1000 /* commit */, 0x04 /* read and write */) == null)
                throw new Win32Exception();
            return reserved + page;
        }
        const int none = 0, readWrite = 1 | 2, isPrivate = 2;
        int anonymous = OperatingSystem.IsMacOS() ? 0x1000 : 0x20;
        byte* mapped = (byte*)Map(null, length + 2 * page, none, isPrivate | anonymous, -1, 0);
        if ((nint)mapped == -1 || Protect(mapped + page, length, readWrite) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        return mapped + page;
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial void* VirtualAlloc(void* address, nuint length, uint type, uint protection);
}
