using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace Fashion.Keras.Hdf5.Tests;

/// <summary>Files made to keep a reader busy, or to fill the memory: refused, and at once.</summary>
public sealed class HostileFilesTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);

    [Fact]
    public void Open_GroupThatContainsItself_IsOpenedAsOftenAsAsked()
    {
        var builder = new H5FileBuilder();
        builder.Root.Group("a/b");
        byte[] data = builder.Bytes();
        // The link to b leads to a again.
        (long a, long b) = (AddressOf(data, "a"), AddressOf(data, "a/b"));
        Replace(data, b, a);
        using H5File file = H5File.OpenUnchecked(data, "circle");
        Assert.Equal(a, file.Root.Group("a/b/b/b/b").Address);
    }

    [Fact]
    public void Find_SoftLinkInCircles_IsRefused()
    {
        byte[] data = Files.Read("latest");
        int at = data.AsSpan().IndexOf("/scalar"u8);
        "/./soft"u8.CopyTo(data.AsSpan(at));
        using H5File file = H5File.OpenUnchecked(data, "soft");
        Assert.Contains("circles", Assert.Throws<H5FormatException>(() => file.Root.Find("soft")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_TreeInCircles_AreRefused()
    {
        // In the trees of links of old groups the first entry leads to its own node.
        byte[] data = Files.Read("earliest");
        for (int tree = 1; tree > 0; tree = data.AsSpan(tree + 1).IndexOf("TREE\0"u8) is >= 0 and var next ? tree + 1 + next : -1)
        {
            if (tree == 1) continue;
            data[tree + 5] = 1;
            BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(tree + 32), tree);
        }
        Refused(data, file => file.Root.Group("many").Links);
    }

    [Theory]
    [InlineData(long.MaxValue, "more than are stored")]
    [InlineData(1L << 40, "more than are stored")]
    [InlineData(-1, "too many elements")]
    public void Read_SizeOfNoFile_IsRefused(long size, string mention)
    {
        var builder = new H5FileBuilder();
        builder.Root.Add("x", new float[12345]);
        byte[] data = builder.Bytes();
        Replace(data, 12345, size);
        Assert.Contains(mention, Refused(data, file => file.Root.Dataset("x").Read<float>()), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CompressedDatasetThatUnfolds_IsRefusedBeforeItDoes()
    {
        // 50 x 33 numbers become 2^50 x 33.
        byte[] data = Files.Read("latest");
        int at = data.AsSpan().IndexOf((byte[])[50, 0, 0, 0, 0, 0, 0, 0, 33, 0, 0, 0, 0, 0, 0, 0]);
        // The size, and how far it may grow.
        BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(at), 1L << 50);
        BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(at + 16), 1L << 50);
        Assert.Contains("more than are stored", Refused(data, file => file.Root.Dataset("gzip").Read<double>()), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadTexts_ManyReferencesToALongText_AreRefused()
    {
        const int Count = 10_000;
        var builder = new H5FileBuilder();
        builder.Root.AddTexts("texts", [new string('x', 1 << 20), .. Enumerable.Repeat("y", Count)]);
        byte[] data = builder.Bytes();
        using (H5File file = H5File.Open(data, "texts")) Assert.Equal(Count + 1, file.Root.Dataset("texts").ReadTexts().Length);
        // The references are the last in the file; all become the first.
        int at = data.Length - 16 * (Count + 1);
        for (int i = 1; i <= Count; i++) data.AsSpan(at, 16).ToArray().CopyTo(data, at + 16 * i);
        Assert.Contains("more bytes than the file has", Refused(data, file => file.Root.Dataset("texts").ReadTexts()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ManyLinksToOneLargeHeader_ReadsItOnce()
    {
        const int Links = 5000, Attributes = 20_000;
        var builder = new H5FileBuilder();
        for (int i = 0; i < Links; i++) builder.Root.Group($"links/x{i}");
        H5GroupBuilder large = builder.Root.Group("large");
        for (int i = 0; i < Attributes; i++) large.SetAttribute($"a{i}", i);
        byte[] data = builder.Bytes();
        long target, links;
        using (H5File file = H5File.Open(data, "links"))
            (target, links) = (file.Root.Group("large").Address, file.Root.Group("links").Address);
        // Each link ends with an address.
        for (int i = 0; i < Links; i++)
        {
            byte[] name = Encoding.ASCII.GetBytes($"x{i}");
            int link = (int)links + data.AsSpan((int)links).IndexOf((byte[])[1, 0, (byte)name.Length, .. name]);
            BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(link + 3 + name.Length), target);
        }
        long start = Stopwatch.GetTimestamp();
        using H5File read = H5File.OpenUnchecked(data, "links");
        H5Group group = read.Root.Group("links");
        Assert.Equal(Links, group.Links.Count);
        foreach (H5Link link in group.Links) Assert.Equal(target, group.Open(link)!.Address);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, AtOnce);
    }

    [Fact]
    public void Open_HeadersThatShareALargeBlock_AreRefused()
    {
        // The small headers of 3,000 groups all go on in one block of 400 KB.
        const int Groups = 3000, Room = 400_000;
        var file = new ByteWriter();
        var builder = new H5FileBuilder();
        builder.Root.Add("room", new byte[Room]);
        for (int i = 0; i < Groups; i++) builder.Root.Group($"g{i}").SetAttribute("text", new string('a', 30));
        byte[] data = builder.Bytes();
        long room = data.Length - Room;
        "OCHK"u8.CopyTo(data.AsSpan((int)room));
        file.I64(room);
        file.I64(Room);
        using H5File read = H5File.OpenUnchecked(data, "shared");
        // The message of each group's attributes becomes one that says where the header goes on.
        foreach (H5Link link in read.Root.Links.Where(link => link.Name != "room"))
        {
            int at = (int)link.Address + data.AsSpan((int)link.Address, 200).IndexOf((byte[])[(byte)ObjectHeader.AttributeInfo, 18, 0]);
            data[at] = 16;
            file.Written.CopyTo(data.AsSpan(at + 4));
        }
        long start = Stopwatch.GetTimestamp();
        Assert.Throws<H5FormatException>(() =>
        {
            foreach (H5Link link in read.Root.Links) read.Root.Open(link);
        });
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, AtOnce);
    }

    private static string Refused(byte[] data, Func<H5File, object> read)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        using H5File file = H5File.OpenUnchecked(data, "hostile");
        string message = Assert.Throws<H5FormatException>(() => read(file)).Message;
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, AtOnce);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - bytes, 0, 64 << 20);
        return message;
    }

    private static long AddressOf(byte[] data, string path)
    {
        using H5File file = H5File.Open(data, "addresses");
        return file.Root.Find(path)!.Address;
    }

    private static void Replace(byte[] data, long old, long number)
    {
        int found = 0;
        for (int at = 48; at + 8 <= data.Length; at++)
        {
            if (BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(at)) != old) continue;
            BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(at), number);
            found++;
        }
        Assert.Equal(1, found);
    }
}
