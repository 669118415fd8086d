using Fashion.Keras.Data;
using Fashion.Keras.Execution;

namespace Fashion.Keras.Tests.Execution;

/// <summary>What an engine reads of the user's arrays.</summary>
public sealed unsafe class FeedTests
{
    [Fact]
    public void Read_EveryType_ConvertsTheSample()
    {
        Check(new float[,] { { 1, 2 }, { 3, 4 } });
        Check(new double[,] { { 1, 2 }, { 3, 4 } });
        Check(new Half[,] { { (Half)1, (Half)2 }, { (Half)3, (Half)4 } });
        Check(new byte[,] { { 1, 2 }, { 3, 4 } });
        Check(new sbyte[,] { { 1, 2 }, { 3, 4 } });
        Check(new short[,] { { 1, 2 }, { 3, 4 } });
        Check(new ushort[,] { { 1, 2 }, { 3, 4 } });
        Check(new int[,] { { 1, 2 }, { 3, 4 } });
        Check(new uint[,] { { 1, 2 }, { 3, 4 } });
        Check(new long[,] { { 1, 2 }, { 3, 4 } });
        Check(new ulong[,] { { 1, 2 }, { 3, 4 } });
    }

    [Fact]
    public void Read_Booleans_AreOneAndZero()
    {
        using PinnedSource source = ArraySource.From(new[,] { { true, false } }).Pin();
        var values = new float[2];
        new Feed(source, 0).Read(0, values);
        Assert.Equal([1, 0], values);
    }

    [Fact]
    public void Read_Doubles_KeepAllDigits()
    {
        using PinnedSource source = ArraySource.From(new[,] { { 1.0 / 3 } }).Pin();
        var values = new double[1];
        new Feed(source, 0).Read(0, values);
        Assert.Equal(1.0 / 3, values[0]);
    }

    [Fact]
    public void Read_TooLittleRoom_IsRefused()
    {
        using PinnedSource source = ArraySource.From(new float[,] { { 1, 2 } }).Pin();
        var feed = new Feed(source, 0);
        Assert.Throws<ArgumentException>(() => feed.Read(0, new float[1]));
    }

    private static void Check(Array array)
    {
        using PinnedSource source = ArraySource.From(array).Pin();
        int* rows = stackalloc int[] { 1, 0 };
        Feed second = new(source, 1), listed = new(source, 0, rows);
        var floats = new float[3];
        var doubles = new double[2];
        Assert.Equal(2, second.RowLength);
        Assert.Equal(1, second.RowOf(0));
        Assert.Equal(0, listed.RowOf(1));
        second.Read(0, floats);
        Assert.Equal([3, 4, 0], floats);
        listed.Read(1, doubles);
        Assert.Equal([1, 2], doubles);
    }
}
