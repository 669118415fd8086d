using Fashion.Keras.Internal;

namespace Fashion.Keras.Tests.Saving;

/// <summary>A piece of a stream never gives what lies outside of it.</summary>
public sealed class StreamRangeTests
{
    private static readonly MemoryStream Whole = new([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

    [Fact]
    public void Read_GivesThePieceAndNoMore()
    {
        using var range = new StreamRange(Whole, 3, 4);
        var bytes = new byte[10];
        Assert.Equal(4, range.Read(bytes));
        Assert.Equal([3, 4, 5, 6], bytes[..4]);
        Assert.Equal(0, range.Read(bytes));
        range.Position = 2;
        Assert.Equal(2, range.Read(bytes, 0, 10));
        range.Position = 100;
        Assert.Equal(0, range.Read(bytes));
    }

    [Fact]
    public void Seek_MovesAsInOtherStreams()
    {
        using var range = new StreamRange(Whole, 3, 4);
        Assert.Equal(1, range.Seek(1, SeekOrigin.Begin));
        Assert.Equal(2, range.Seek(1, SeekOrigin.Current));
        Assert.Equal(1, range.Seek(-3, SeekOrigin.End));
        Assert.Equal(4, range.ReadByte());
    }

    [Fact]
    public void PlacesBeforeTheBeginning_AreRefused()
    {
        using var range = new StreamRange(Whole, 3, 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => range.Position = -1);
        Assert.Throws<IOException>(() => range.Seek(-1, SeekOrigin.Begin));
        Assert.Throws<IOException>(() => range.Seek(-1, SeekOrigin.Current));
        Assert.Throws<IOException>(() => range.Seek(-5, SeekOrigin.End));
        Assert.Equal(3, range.ReadByte());
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamRange(Whole, -1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamRange(Whole, 3, -1));
    }
}
