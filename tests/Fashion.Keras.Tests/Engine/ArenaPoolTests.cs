using Fashion.Keras.Engine;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Tests.Engine;

/// <summary>Plans that run one after another share memory; what is not in use is bounded.</summary>
public sealed class ArenaPoolTests
{
    private static readonly Frame First = Frame(), Second = Frame();

    [Fact]
    public void Rent_SmallerAfterLarger_IsTheSameArena()
    {
        var pool = new ArenaPool();
        Arena large = pool.Rent(100_000, First);
        pool.Return(large, long.MaxValue);
        Assert.Same(large, pool.Rent(50_000, Second));
    }

    [Fact]
    public void Rent_LargerAfterSmaller_ReplacesIt()
    {
        var pool = new ArenaPool();
        pool.Return(pool.Rent(50_000, First), long.MaxValue);
        Arena large = pool.Rent(500_000, Second);
        Assert.Equal(0, pool.IdleBytes);
        Assert.InRange(large.Bytes, 2_000_000, 2_000_000 * 9 / 8 + 4096);
    }

    [Fact]
    public void Rent_SameFrame_GetsItsOwnBack()
    {
        var pool = new ArenaPool();
        Arena a = pool.Rent(1000, First), b = pool.Rent(1000, Second);
        a.LastUser = First;
        b.LastUser = Second;
        pool.Return(a, long.MaxValue);
        pool.Return(b, long.MaxValue);
        Assert.Same(a, pool.Rent(1000, First));
    }

    [Fact]
    public void Return_BeyondTheBound_GivesTheOldestBackToTheSystem()
    {
        var pool = new ArenaPool();
        Arena[] arenas = [pool.Rent(100_000, First), pool.Rent(100_000, First), pool.Rent(100_000, First)];
        foreach (Arena arena in arenas) pool.Return(arena, 2 * arenas[0].Bytes);
        Assert.Equal(2 * arenas[0].Bytes, pool.IdleBytes);
        pool.Return(pool.Rent(10, First), 0);
        Assert.Equal(0, pool.IdleBytes);
    }

    [Fact]
    public void Arena_LargerThanTheMachine_IsRefused()
    {
        var exception = Assert.Throws<InsufficientMemoryException>(() => new Arena(1L << 50));
        Assert.Contains("Use smaller batches", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public unsafe void Arena_IsAligned()
    {
        using var arena = new Arena(17);
        Assert.Equal(0u, (nuint)arena.Pointer % 64);
    }

    private static Frame Frame()
    {
        using var graph = new GraphBuilder();
        graph.Output(graph.Constant(1, [3]));
        return new Frame(Compiler.Compile(graph.Build(), new ExecutionOptions(Threads: 1)));
    }
}
