namespace Fashion.Keras.Engine;

/// <summary>
/// Memory that no plan uses now. Any plan can run in any arena that is large enough, so plans that run one after another share
/// one; arenas beyond a number of bytes go back to the system, the one unused for longest first.
/// </summary>
internal sealed class ArenaPool
{
    private const long Page = 4096 / sizeof(float);
    private readonly Lock _gate = new();

    // The one given back last comes last.
    private readonly List<Arena> _idle = [];
    private long _idleBytes;

    /// <summary>Bytes that wait for their next use.</summary>
    public long IdleBytes
    {
        get
        {
            lock (_gate) return _idleBytes;
        }
    }

    /// <summary>An arena of at least so many floats; the one that a frame has used before, if it is there.</summary>
    public Arena Rent(long floats, Frame frame)
    {
        Arena? tooSmall = null;
        lock (_gate)
        {
            int found = -1;
            for (int i = _idle.Count - 1; i >= 0; i--)
            {
                if (_idle[i].Bytes < floats * sizeof(float)) continue;
                if (found < 0 || _idle[i].LastUser == frame || (_idle[found].LastUser != frame && _idle[i].Bytes < _idle[found].Bytes))
                    found = i;
            }
            if (found >= 0) return Take(found);
            // The new one will serve where this one did.
            if (_idle.Count > 0) tooSmall = Take(_idle.Count - 1);
        }
        tooSmall?.Dispose();
        return new Arena(RoundUp(floats));
    }

    /// <summary>Gives one back.</summary>
    /// <param name="arena">The arena; nothing points into it any more.</param>
    /// <param name="mostBytes">What may wait for its next use.</param>
    public void Return(Arena arena, long mostBytes)
    {
        List<Arena>? dropped = null;
        lock (_gate)
        {
            _idle.Add(arena);
            _idleBytes += arena.Bytes;
            while (_idleBytes > mostBytes) (dropped ??= []).Add(Take(0));
        }
        foreach (Arena old in dropped ?? []) old.Dispose();
    }

    private Arena Take(int index)
    {
        Arena arena = _idle[index];
        _idle.RemoveAt(index);
        _idleBytes -= arena.Bytes;
        return arena;
    }

    // To an eighth of its size: plans for slightly larger batches fit in, too.
    private static long RoundUp(long floats)
    {
        long step = Page;
        while (step * 16 <= floats) step *= 2;
        return (floats + step - 1) / step * step;
    }
}
