namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// What the kernels' contract rests on: the pages around the memory cannot be touched. The system is asked to, which fails where a kernel
/// would end the process.
/// </summary>
public sealed unsafe class GuardedPagesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BytesOutside_CannotBeRead(bool atEnd)
    {
        using var pages = new GuardedPages(40, atEnd);
        Assert.Equal(40, Readable(pages.Pointer, 40));
        Assert.True(Readable(atEnd ? pages.Pointer + 40 : pages.Pointer - 1, 1) is null, "a byte outside can be read");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BytesOutside_CannotBeWritten(bool atEnd)
    {
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, [7]);
        using var pages = new GuardedPages(40, atEnd);
        using (var file = File.OpenHandle(path))
        {
            Assert.Equal(1, RandomAccess.Read(file, new Span<byte>(pages.Pointer, 1), 0));
            byte* outside = atEnd ? pages.Pointer + 40 : pages.Pointer - 1;
            Assert.ThrowsAny<IOException>(() => RandomAccess.Read(file, new Span<byte>(outside, 1), 0));
        }
        Assert.Equal(7, *pages.Pointer);
        File.Delete(path);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BytesOnTheOtherSide_AreNoticed(bool atEnd)
    {
        using var pages = new GuardedPages(40, atEnd);
        new Span<byte>(pages.Pointer, 40).Clear();
        Assert.True(pages.IsUntouchedOutside);
        if (atEnd) pages.Pointer[-1] = 0;
        else pages.Pointer[40] = 0;
        Assert.False(pages.IsUntouchedOutside);
    }

    // How many bytes the system can read from there; null if it cannot.
    private static int? Readable(byte* source, int count)
    {
        string path = Path.GetTempFileName();
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
            RandomAccess.Write(file, new ReadOnlySpan<byte>(source, count), 0);
            return (int)RandomAccess.GetLength(file);
        }
        catch (IOException)
        {
            return null;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
