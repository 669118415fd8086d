using Fashion.Keras.Saving;

namespace Fashion.Keras.Tests.Saving;

public class Hdf5FileTests
{
    [Fact]
    public void Open_WhatWriterWrote_ReadsItBack()
    {
        var writer = new Hdf5Writer();
        writer.SetAttribute("model_config", new string('x', 300_000) + "é");
        writer.SetAttribute("names", ["dense", "dense_1"]);
        writer.SetAttribute("none", []);
        writer.SetAttribute("many", [.. Enumerable.Range(0, 10_000).Select(i => $"layer_{i}")]);
        writer.Write("a/b/kernel:0", [2, 3], [1, 2, 3, 4, 5, 6]);
        writer.Write("a/empty", [0, 3], []);
        writer.Write("iteration", 7L);
        writer.Write("count", 8);
        writer.Write("learning_rate", 0.001f);
        writer.Group("a/c");

        using Hdf5File file = Hdf5File.Open(new MemoryStream(Bytes(writer)), "test.h5");

        Assert.Equal(300_001, file.Root.Text("model_config")!.Length);
        Assert.Equal(["dense", "dense_1"], file.Root.TextList("names")!);
        Assert.Empty(file.Root.TextList("none")!);
        Assert.Equal(10_000, file.Root.TextList("many")!.Count);
        Assert.Equal("layer_9999", file.Root.TextList("many")![^1]);
        Assert.Null(file.Root.TextList("absent"));
        Hdf5Dataset kernel = file.Root.Dataset("a/b/kernel:0");
        Assert.Equal([2, 3], kernel.Shape);
        Assert.Equal([1f, 2, 3, 4, 5, 6], kernel.Read(6));
        Assert.Empty(file.Root.Dataset("a/empty").Read(0));
        Assert.Equal(7, file.Root.Dataset("iteration").ReadInteger());
        Assert.Equal(8, file.Root.Dataset("count").ReadInteger());
        Assert.Equal([0.001f], file.Root.Dataset("learning_rate").Read(1));
        Assert.Equal(["b", "c"], file.Root.Group("a").Groups.Keys.Order());
        Assert.Equal(["empty"], file.Root.Group("a").DatasetNames);
    }

    [Fact]
    public void Read_AnotherCount_NamesFileAndEntry()
    {
        var writer = new Hdf5Writer();
        writer.Write("a/kernel", [2, 3], new float[6]);
        using Hdf5File file = Hdf5File.Open(new MemoryStream(Bytes(writer)), "test.h5");

        var e = Assert.Throws<ModelFormatException>(() => file.Root.Dataset("a/kernel").Read(5));

        Assert.Contains("test.h5", e.Message, StringComparison.Ordinal);
        Assert.Equal("a/kernel", e.Entry);
    }

    [Theory]
    [InlineData("tutorial.h5")]
    [InlineData("style_tf23_metric_wrapper.h5")]
    [InlineData("style_tf26_two_inputs.h5")]
    [InlineData("text_rnn.weights.h5")]
    public void Open_FilesOfKeras_PassTheCheck(string name)
    {
        using Hdf5File file =
            Hdf5File.Open(new MemoryStream(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "files", name))), name);

        Assert.NotEmpty(file.Root.Groups);
        if (!name.EndsWith(".weights.h5", StringComparison.Ordinal))
        {
            Assert.Contains("Dense", file.Root.Text("model_config"), StringComparison.Ordinal);
            Assert.NotEmpty(file.Root.Group("model_weights").TextList("layer_names")!);
        }
    }

    [Fact]
    public void Open_Truncated_IsRefused()
    {
        var writer = new Hdf5Writer();
        writer.Write("a/kernel", [20, 30], new float[600]);
        byte[] whole = Bytes(writer);

        for (int length = 0; length < whole.Length; length += 7)
            Assert.Throws<ModelFormatException>(() =>
            {
                using Hdf5File file =
                Hdf5File.Open(new MemoryStream(whole, 0, length), "cut.h5"); file.Root.Dataset("a/kernel").Read(600);
            });
    }

    private static byte[] Bytes(Hdf5Writer writer)
    {
        using var stream = new MemoryStream();
        writer.Save(stream);
        return stream.ToArray();
    }
}
