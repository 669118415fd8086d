using System.IO.Compression;

namespace Fashion.Keras.Hdf5.Tests;

/// <summary>Files that several tests use.</summary>
internal static class Files
{
    public static readonly string[] Golden = ["earliest", "v110", "latest", "order", "user_block"];

    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Golden", name);

    /// <summary>A file that h5py wrote.</summary>
    public static byte[] Read(string name)
    {
        using var packed = new GZipStream(File.OpenRead(Path($"{name}.h5.gz")), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        packed.CopyTo(whole);
        return whole.ToArray();
    }

    public static byte[] Bytes(this H5FileBuilder builder)
    {
        using var stream = new MemoryStream();
        builder.Save(stream);
        return stream.ToArray();
    }

    /// <summary>A file of ours with everything that is written.</summary>
    public static H5FileBuilder OfEveryKind()
    {
        var file = new H5FileBuilder();
        H5GroupBuilder root = file.Root, numbers = root.Group("numbers");
        numbers.Add("half", new[] { (Half)0.5f, (Half)(-2) });
        numbers.Add("float", [1.5f, -2, 3, 4, 5, 6], 2, 3);
        numbers.Add("double", [0.1, 1e300, 3, 4], 2, 1, 2);
        numbers.Add("sbyte", new sbyte[] { -128, 127 });
        numbers.Add("byte", new byte[] { 0, 255 });
        numbers.Add("short", new short[] { short.MinValue, short.MaxValue });
        numbers.Add("ushort", new ushort[] { 0, ushort.MaxValue });
        numbers.Add("int", [int.MinValue, int.MaxValue]);
        numbers.Add("uint", new uint[] { 0, uint.MaxValue });
        numbers.Add("long", [-(1L << 50), 1L << 50]);
        numbers.Add("ulong", new ulong[] { 0, 1UL << 50 });
        root.Add("scalar", 3.5f);
        root.Add("empty", Array.Empty<float>(), 0, 3);
        root.Add<float>("later", [2, 2], () => new float[] { 1, 2, 3, 4 });
        root.AddText("text", "naïve ☃");
        root.AddTexts("texts", ["a", "", "bé", new string('x', 100_000)], shape: [2, 2]);
        root.AddTexts("fixed_texts", ["ab", "", "é"], fixedLength: true);
        H5GroupBuilder attributes = root.Group("deep/er/attributes");
        attributes.SetAttribute("text", new string('y', 300_000));
        attributes.SetAttribute("texts", ["dense", "dense_1", "", "é"]);
        attributes.SetAttribute("many", [.. Enumerable.Range(0, 4000).Select(i => $"layer_{i}")]);
        attributes.SetAttribute("fixed", ["dense", "é"], fixedLength: true);
        attributes.SetAttribute("number", 7);
        attributes.SetAttribute("numbers", [1.0, 2, 3, 4, 5, 6], 3, 2);
        attributes.SetAttribute("none", Array.Empty<double>());
        for (int i = 0; i < 20; i++) attributes.SetAttribute($"attribute {i}", i);
        H5GroupBuilder many = root.Group("many");
        for (int i = 0; i < 300; i++) many.Group($"größe {i}").Add("x", i);
        return file;
    }
}
