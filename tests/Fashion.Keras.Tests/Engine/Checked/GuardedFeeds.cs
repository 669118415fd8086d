using System.Buffers;
using Fashion.Keras.Data;
using Fashion.Keras.Execution;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>
/// Copies of what a caller feeds, of exactly its size: nothing may be read after its last element, nothing written at all.
/// </summary>
internal sealed unsafe class GuardedFeeds : IDisposable
{
    private readonly Feed[] _given;
    private readonly GuardedMemory[] _copies;

    public GuardedFeeds(Feed[] given, Edge edge, bool pages)
    {
        _given = given;
        _copies = [.. given.Select(f => new GuardedMemory(Bytes(f).Length, 0, edge, pages, 0xA5))];
        Feeds = new Feed[given.Length];
        for (int i = 0; i < given.Length; i++)
        {
            Bytes(given[i]).CopyTo(_copies[i].Contents);
            Feeds[i] = new Feed(new PinnedSource(given[i].Source.Source, new MemoryHandle(_copies[i].Pointer), 0), given[i].First,
                given[i].Rows);
        }
    }

    public Feed[] Feeds { get; }

    /// <summary>Place of an input that has been written to; null if none has.</summary>
    public int? Written()
    {
        for (int i = 0; i < _given.Length; i++)
            if (_copies[i].Written() is not null || !_copies[i].Contents.SequenceEqual(Bytes(_given[i]))) return i;
        return null;
    }

    public void Dispose()
    {
        foreach (GuardedMemory copy in _copies) copy.Dispose();
    }

    private static ReadOnlySpan<byte> Bytes(Feed feed) =>
        new(feed.Source.Pointer, feed.Source.Source.Rows * feed.Source.RowLength * ArraySource.SizeOf(feed.Source.Type));
}
