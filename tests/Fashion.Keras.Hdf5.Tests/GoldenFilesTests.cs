namespace Fashion.Keras.Hdf5.Tests;

/// <summary>Files of all versions of the format, written by h5py, hold what h5py says.</summary>
public sealed class GoldenFilesTests
{
    public static TheoryData<string> Names => [.. Files.Golden];

    [Theory]
    [MemberData(nameof(Names))]
    public void Open_InMemory_HoldsWhatH5pyLists(string name)
    {
        using H5File file = H5File.Open(Files.Read(name), name);
        Listing.AssertSame(File.ReadAllLines(Files.Path($"{name}.list")), Listing.Of(file));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Open_OnDiskAndInAStream_IsTheSame(string name)
    {
        using var folder = new TemporaryFolder();
        byte[] data = Files.Read(name);
        File.WriteAllBytes(folder.File(name), data);
        using H5File memory = H5File.Open(data, name), disk = H5File.Open(folder.File(name)),
            stream = H5File.Open(new MemoryStream(data), name);
        string[] want = Listing.Of(memory);
        Assert.Equal(want, Listing.Of(disk));
        Assert.Equal(want, Listing.Of(stream));
    }

    [Fact]
    public void Links_OfAFileThatKeepsTheOrder_AreInOrder()
    {
        using H5File file = H5File.Open(Files.Read("order"), "order");
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"d{i}"), file.Root.Links.Select(link => link.Name));
    }

    [Theory]
    [InlineData("earliest")]
    [InlineData("latest")]
    public void Find_LinksOfAllKinds_FollowsThoseInsideTheFile(string name)
    {
        using H5File file = H5File.Open(Files.Read(name), name);
        Assert.Equal([3.5], file.Root.Dataset("soft").Read<double>());
        Assert.Equal([3.5], file.Root.Dataset("many/link399").Read<double>());
        Assert.Equal([3.5], file.Root.Group("many").Dataset("/scalar").Read<double>());
        Assert.Equal([1L, 0, 1], file.Root.Dataset("bool").Read<long>());
        Assert.Null(file.Root.Find("many/nothing"));
        Assert.Null(file.Root.Find("scalar/below"));
        Assert.IsType<H5NamedType>(file.Root.Find("shared_type"));
        H5Link elsewhere = file.Root.Links.Single(link => link.Name == "elsewhere");
        Assert.Equal((H5LinkKind.External, "other.h5:/x"), (elsewhere.Kind, elsewhere.Target));
        Assert.True(Assert.Throws<H5FormatException>(() => file.Root.Open(elsewhere)).IsUnsupported);
        Assert.Throws<KeyNotFoundException>(() => file.Root.Dataset("nothing"));
        Assert.Throws<KeyNotFoundException>(() => file.Root.Group("scalar"));
    }

    [Theory]
    [InlineData("earliest")]
    [InlineData("latest")]
    public void Read_FillValues_WhereNothingWasWritten(string name)
    {
        using H5File file = H5File.Open(Files.Read(name), name);
        Assert.All(file.Root.Dataset("never_written").Read<float>(), number => Assert.Equal(7, number));
        float[] partly = file.Root.Dataset("missing_chunks").Read<float>();
        Assert.All(partly.Take(100).Concat(partly.Skip(200)), number => Assert.Equal(2.5f, number));
        Assert.All(partly.Skip(100).Take(100), number => Assert.Equal(1, number));
    }
}
