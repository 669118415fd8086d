namespace Fashion.Keras.Hdf5.Tests;

/// <summary>h5py reads and changes what we write.</summary>
public sealed class H5pyTests
{
    private static string Script => File.ReadAllText(Files.Path("list_files.py"));

    [Fact]
    public void Save_ListedByH5py_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("own.h5");
        Files.OfEveryKind().Save(path);
        string[] want = H5py.Run(Script, path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using H5File file = H5File.Open(path);
        Listing.AssertSame(want, Listing.Of(file));
        Assert.True(want.Length > 600);
    }

    [Fact]
    public void Save_TypesSeenByH5py_AreNumpysOwn()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("own.h5");
        Files.OfEveryKind().Save(path);
        const string Types = """
            import h5py, sys
            f = h5py.File(sys.argv[1], "r")
            n = f["numbers"]
            print(*[f"{k}:{n[k].dtype}" for k in n], repr(f["scalar"][()]), f["empty"].shape, f["later"][()].tolist())
            a = f["deep/er/attributes"].attrs
            print(a["texts"].tolist(), a["fixed"].dtype, a["fixed"].tolist(), repr(a["number"]), a["numbers"].shape, a["none"].shape, len(a))
            print(f["text"].asstr()[()], f["texts"].asstr()[()].shape, f["fixed_texts"][()].tolist())
            """;
        string[] lines = H5py.Run(Types, path).Split('\n');
        Assert.Equal("byte:uint8 double:float64 float:float32 half:float16 int:int32 long:int64 sbyte:int8 short:int16 uint:uint32 " +
            "ulong:uint64 ushort:uint16 3.5 (0, 3) [[1.0, 2.0], [3.0, 4.0]]", lines[0]);
        Assert.Equal("['dense', 'dense_1', '', 'é'] |S5 [b'dense', b'\\xc3\\xa9'] 7 (3, 2) (0,) 27", lines[1]);
        Assert.Equal("naïve ☃ (2, 2) [b'ab', b'', b'\\xc3\\xa9']", lines[2]);
    }

    [Fact]
    public void Save_ChangedByH5py_IsReadAgain()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("own.h5");
        Files.OfEveryKind().Save(path);
        const string Change = """
            import h5py, sys, numpy as np
            f = h5py.File(sys.argv[1], "r+")
            f["numbers/float"][1] = 9
            f["scalar"][()] = 8
            del f["many/größe 0"]
            for i in range(50): f[f"more/x{i}"] = np.arange(i)
            for i in range(50): f["many"].create_group(f"new {i}")
            for i in range(30): f["deep/er/attributes"].attrs[f"new {i}"] = "z" * i
            f["deep/er/attributes"].attrs["number"] = 70
            f["deep/er"].attrs["text"] = "neu"
            f.close()
            """;
        H5py.Run(Change, path);
        string[] want = H5py.Run(Script, path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using H5File file = H5File.Open(path);
        Listing.AssertSame(want, Listing.Of(file));
        Assert.Equal([1.5f, -2, 3, 9, 9, 9], file.Root.Dataset("numbers/float").Read<float>());
        Assert.Equal([70L], file.Root.Group("deep/er/attributes").Attributes["number"].Read<long>());
        Assert.Equal(349, file.Root.Group("many").Links.Count);
    }
}
