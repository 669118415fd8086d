using PureHDF;
using PureHDF.Filters;

namespace Fashion.Keras.Hdf5.Tests;

/// <summary>PureHDF, a reader and writer that shares no code with ours, reads what we write; we read what it writes.</summary>
public sealed class PureHdfTests
{
    [Fact]
    public void Save_ReadByPureHdf_IsTheSame()
    {
        using NativeFileOf file = new(Files.OfEveryKind().Bytes());
        Assert.Equal([1.5f, -2, 3, 4, 5, 6], file.Value.Dataset("numbers/float").Read<float[]>());
        Assert.Equal([2UL, 3], file.Value.Dataset("numbers/float").Space.Dimensions);
        Assert.Equal([0.1, 1e300, 3, 4], file.Value.Dataset("numbers/double").Read<double[]>());
        Assert.Equal([(Half)0.5f, (Half)(-2)], file.Value.Dataset("numbers/half").Read<Half[]>());
        Assert.Equal(new sbyte[] { -128, 127 }, file.Value.Dataset("numbers/sbyte").Read<sbyte[]>());
        Assert.Equal([-(1L << 50), 1L << 50], file.Value.Dataset("numbers/long").Read<long[]>());
        Assert.Equal(3.5f, file.Value.Dataset("scalar").Read<float>());
        Assert.Equal("naïve ☃", file.Value.Dataset("text").Read<string>());
        IH5Group attributes = file.Value.Group("deep/er/attributes");
        Assert.Equal(300_000, attributes.Attribute("text").Read<string>().Length);
        Assert.Equal(Enumerable.Range(0, 4000).Select(i => $"layer_{i}"), attributes.Attribute("many").Read<string[]>());
        Assert.Equal(["dense", "é"], attributes.Attribute("fixed").Read<string[]>());
        Assert.Equal(7, attributes.Attribute("number").Read<int>());
        Assert.Equal(300, file.Value.Group("many").Children().Count());
    }

    [Fact]
    public void Open_WhatPureHdfWrote_IsTheSame()
    {
        double[] numbers = [.. Enumerable.Range(0, 35 * 21).Select(i => Math.Sin(i))];
        var creation =
            new PureHDF.VOL.Native.H5DatasetCreation(
                Filters: [new H5Filter(ShuffleFilter.Id), new H5Filter(DeflateFilter.Id), new H5Filter(Fletcher32Filter.Id)]);
        var source = new PureHDF.H5File
        {
            ["group"] = new PureHDF.H5Group { ["float"] = new float[] { 1, 2, 3 }, ["int"] = new[] { -1, 2 } },
            ["plain"] = new H5Dataset<double[]>(numbers, fileDims: [35, 21]),
            ["packed"] = new H5Dataset<double[]>(numbers, fileDims: [35, 21], chunks: [8, 5], datasetCreation: creation),
            ["text"] = "abc",
        };
        source.Attributes["texts"] = new[] { "x", "yy", "zé" };
        using var stream = new MemoryStream();
        source.Write(stream);
        using H5File file = H5File.Open(stream.ToArray(), "PureHDF");
        Assert.Equal([1f, 2, 3], file.Root.Dataset("group/float").Read<float>());
        Assert.Equal([-1, 2], file.Root.Dataset("group/int").Read<int>());
        Assert.Equal(numbers, file.Root.Dataset("plain").Read<double>());
        Assert.Equal(numbers, file.Root.Dataset("packed").Read<double>());
        Assert.True(file.Root.Dataset("packed").IsChunked);
        Assert.Equal(["abc"], file.Root.Dataset("text").ReadTexts());
        Assert.Equal(["x", "yy", "zé"], file.Root.Attributes["texts"].ReadTexts());
    }

    private sealed class NativeFileOf(byte[] data) : IDisposable
    {
        public PureHDF.VOL.Native.NativeFile Value { get; } = PureHDF.H5File.Open(new MemoryStream(data));

        public void Dispose() => Value.Dispose();
    }
}
