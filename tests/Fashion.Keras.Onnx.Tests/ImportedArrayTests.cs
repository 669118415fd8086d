using Fashion.Keras.Onnx.Import;
using Fashion.Keras.Onnx.Protocol;
using Google.Protobuf;
using DataType = Fashion.Keras.Onnx.Protocol.TensorProto.Types.DataType;

namespace Fashion.Keras.Onnx.Tests;

/// <summary>Tensors of a file, as bytes and in fields: their numbers, and what is refused.</summary>
public sealed class ImportedArrayTests
{
    [Fact]
    public void Floats_OfEveryType_AreTheirNumbers()
    {
        Assert.Equal([1.5f, -2], Floats(DataType.Float, [0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0]));
        Assert.Equal([1.5f, -2], Floats(DataType.Float16, [0, 0x3E, 0, 0xC0]));
        Assert.Equal([1.5f, -2], Floats(DataType.Bfloat16, [0xC0, 0x3F, 0, 0xC0]));
        Assert.Equal([1.5f, -2], Floats(DataType.Double, [.. BitConverter.GetBytes(1.5), .. BitConverter.GetBytes(-2.0)]));
        Assert.Equal([1.5f, -2],
            ImportedArray.Of(new() { DataType = (int)DataType.Float, Dims = { 2 }, FloatData = { 1.5f, -2 } }).Floats!);
        Assert.Equal([1.5f, -2],
            ImportedArray.Of(new() { DataType = (int)DataType.Double, Dims = { 2 }, DoubleData = { 1.5, -2 } }).Floats!);
        Assert.Equal([1.5f, -2], Fields(DataType.Float16, 0x3E00, 0xC000).Floats!);
        Assert.Equal([1.5f, -2], Fields(DataType.Bfloat16, 0x3FC0, 0xC000).Floats!);
    }

    [Theory]
    [InlineData((int)DataType.Int8, sbyte.MinValue, sbyte.MaxValue)]
    [InlineData((int)DataType.Uint8, 0, byte.MaxValue)]
    [InlineData((int)DataType.Int16, short.MinValue, short.MaxValue)]
    [InlineData((int)DataType.Uint16, 0, ushort.MaxValue)]
    [InlineData((int)DataType.Bool, 0, 1)]
    [InlineData((int)DataType.Float16, 0, ushort.MaxValue)]
    [InlineData((int)DataType.Bfloat16, 0, ushort.MaxValue)]
    public void SmallTypes_InFieldsOf32Bits_KeepToTheirRange(int number, int least, int most)
    {
        var type = (DataType)number;
        ImportedArray array = Fields(type, least, most);
        if (type is not (DataType.Float16 or DataType.Bfloat16)) Assert.Equal([least, most], array.Integers!);
        foreach (int value in new[] { least - 1, most + 1, int.MinValue, int.MaxValue })
            Assert.Contains($"tensor 'x' of type {type} has the number {value}, which is not in [{least}, {most}]",
                Assert.Throws<ModelFormatException>(() => Fields(type, least, value)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Numbers_ThatDoNotFitTheShape_AreRefused(int count)
    {
        foreach (DataType type in new[] { DataType.Float, DataType.Int64, DataType.Float16, DataType.Bool })
            Assert.Contains("but its shape (2) needs", Assert.Throws<ModelFormatException>(() => Raw(type, new byte[count])).Message,
                StringComparison.Ordinal);
        Assert.Throws<ModelFormatException>(() =>
            ImportedArray.Of(new() { DataType = (int)DataType.Float, Dims = { 2 }, FloatData = { new float[count] } }));
        // In the field of another type.
        Assert.Throws<ModelFormatException>(() =>
            ImportedArray.Of(new() { DataType = (int)DataType.Float, Dims = { 2 }, DoubleData = { new double[2] } }));
    }

    [Fact]
    public void Shapes_ThatNoTensorHas_AreRefused()
    {
        foreach (long[] shape in new long[][] { [-1], [long.MinValue], [1L << 31], [1 << 16, 1 << 15], [1 << 30, 1 << 30, 0] })
            Assert.Contains("cannot have the shape", Assert.Throws<ModelFormatException>(() =>
                ImportedArray.Of(new() { DataType = (int)DataType.Float, Dims = { shape } })).Message, StringComparison.Ordinal);
        Assert.Contains("33 axes", Assert.Throws<ModelFormatException>(() =>
            ImportedArray.Of(new() { DataType = (int)DataType.Float, Dims = { Enumerable.Repeat(1L, 33) } })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_InTwoPlaces_AreRefused() =>
        Assert.Contains("has its numbers twice", Assert.Throws<ModelFormatException>(() => ImportedArray.Of(new()
        {
            DataType = (int)DataType.Float,
            Dims = { 1 },
            RawData = ByteString.CopyFrom(new byte[4]),
            FloatData = { 1 },
        })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData((int)DataType.String)]
    [InlineData((int)DataType.Complex64)]
    [InlineData((int)DataType.Undefined)]
    [InlineData(99)]
    public void Types_ThatAreNotRead_AreNamed(int type) =>
        Assert.Contains($"elements of type {(DataType)type}",
            Assert.Throws<NotSupportedException>(() => Raw((DataType)type, [])).Message, StringComparison.Ordinal);

    private static float[] Floats(DataType type, byte[] bytes) => Raw(type, bytes).Floats!;

    private static ImportedArray Raw(DataType type, byte[] bytes) =>
        ImportedArray.Of(new() { Name = "x", DataType = (int)type, Dims = { 2 }, RawData = ByteString.CopyFrom(bytes) });

    private static ImportedArray Fields(DataType type, params int[] values) =>
        ImportedArray.Of(new() { Name = "x", DataType = (int)type, Dims = { values.Length }, Int32Data = { values } });
}
