using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Weights as safetensors: our files by the format's specification, files of others (Golden/scripts/safetensors_files.py), and
/// damaged ones.</summary>
public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<TheoryDataRow<string>> Files =>
        Directory.GetFiles(Path.Combine(GoldenCase.Root, "safetensors")).Select(f => new TheoryDataRow<string>(Path.GetFileName(f)));

    public void Dispose() => _folder.Dispose();

    private static Sequential Network() => new() { new Input(3), new Dense(2), new Dense(1) };

    [Fact]
    public void SaveAndLoad_Model_GivesTheSameWeights()
    {
        string path = _folder.File("a/weights.safetensors");
        Model model = new Sequential { new Input(8, 8, 3), new Conv2D(4, 3), new BatchNormalization(), new Flatten(), Network(2),
            new Dense(2) }.Seeded(3);
        model.SaveSafetensors(path);
        Model other = new Sequential { new Input(8, 8, 3), new Conv2D(4, 3), new BatchNormalization(), new Flatten(), Network(2),
            new Dense(2) }.Seeded(4);
        Assert.Empty(other.LoadSafetensors(path));
        Assert.Equal(model.Weights.SelectMany(w => w.ToArray()), other.Weights.SelectMany(w => w.ToArray()));
        Assert.Single(Directory.GetFiles(_folder.File("a")));

        static Sequential Network(int units) => [new Dense(units, activation: "relu"), new Dense(units)];
    }

    [Fact]
    public void Save_Model_WritesTheFormatWithTheNamesOfWeightsFiles()
    {
        string path = _folder.File("weights.safetensors");
        Sequential model = Network().Seeded(1);
        model.SaveSafetensors(path);
        byte[] file = File.ReadAllBytes(path);
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        Assert.Equal(0, (8 + length) % 8);
        JsonObject header = JsonNode.Parse(file.AsSpan(8, length))!.AsObject();
        Assert.Equal(["__metadata__", "layers/dense/vars/0", "layers/dense/vars/1", "layers/dense_1/vars/0", "layers/dense_1/vars/1"],
            header.Select(e => e.Key));
        Assert.Equal("""{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]}""", header["layers/dense/vars/0"]!.ToJsonString());
        Assert.Equal("[40,44]", header["layers/dense_1/vars/1"]!["data_offsets"]!.ToJsonString());
        Assert.Equal(model.Weights[0].ToArray()[0], BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(8 + length)));
        Assert.Equal(8 + length + 4 * model.CountParams(), file.Length);
    }

    [Theory, MemberData(nameof(Files))]
    public void Load_FileOfAnyElementType_GivesItsNumbers(string name)
    {
        Sequential model = Network();
        Assert.Empty(model.LoadSafetensors(Path.Combine(GoldenCase.Root, "safetensors", name)));
        Assert.Equal([1, -2, 3, 4, -5, 6], model.Weights[0].ToArray());
        Assert.Equal([7, -8], model.Weights[1].ToArray());
        Assert.Equal([2, 1], model.Weights[2].ToArray());
        Assert.Equal([1], model.Weights[3].ToArray());
    }

    [Fact]
    public void Load_OtherWeights_ChangesNothingOrWhatFits()
    {
        string path = _folder.File("weights.safetensors");
        Network().Seeded(1).SaveSafetensors(path);
        Sequential other = new Sequential { new Input(3), new Dense(2), new Dense(3), new Dense(1) }.Seeded(2);
        float[] before = [.. other.Weights.SelectMany(w => w.ToArray())];
        string message = Assert.Throws<ModelFormatException>(() => other.LoadSafetensors(path)).Message;
        Assert.Contains("2 missing, 0 unexpected, 2 of the wrong shape", message, StringComparison.Ordinal);
        Assert.Equal(before, other.Weights.SelectMany(w => w.ToArray()));
        Assert.Equal(4, other.LoadSafetensors(path, skipMismatch: true).Count);
        Assert.Equal(Network().Seeded(1).Weights[0].ToArray(), other.Weights[0].ToArray());
        Assert.Throws<FileNotFoundException>(() => other.LoadSafetensors(_folder.File("none.safetensors")));
        Assert.Throws<ModelFormatException>(() => other.LoadSafetensors("/dev/null"));
        Assert.Throws<IOException>(() => other.SaveSafetensors(path, overwrite: false));
        Assert.Throws<InvalidOperationException>(() => new Sequential { new Dense(2) }.SaveSafetensors(path));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12, "tensors end at 8, but 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "leave a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8,
        "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,16]}}""", 8, "outside of the 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "outside of the 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "has 8 bytes, but its shape [3] of F32 needs 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", 8, "up to 2147483647 elements")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4611686018427387904],"data_offsets":[0,0]}}""", 0, "up to 2147483647 elements")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]}}""", 8, "entry of 'a' needs dtype (a text), shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", 8, "entry of 'a' needs dtype (a text), shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "entry of 'a' needs dtype (a text), shape")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", 8, "element type F8_E4M3")]
    [InlineData("""{"a":[]}""", 0, "entry of 'a' needs dtype (a text), shape")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "values are texts")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8,
        "stands twice")]
    [InlineData(""" {"a":1}""", 0, "does not begin with '{'")]
    [InlineData("{", 0, "header")]
    public void Load_DamagedHeader_SaysWhat(string header, int bytes, string message)
    {
        byte[] text = Encoding.UTF8.GetBytes(header), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        string error = Error([.. length, .. text, .. new byte[bytes]]);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.StartsWith(_folder.File("damaged.safetensors"), error, StringComparison.Ordinal);
    }

    // 5 GiB that take no room on the disk, and none in memory: only the last numbers are there.
    [Theory]
    [InlineData("F32", 1_342_177_280)]
    [InlineData("F64", 671_088_640)]
    public void Read_ArrayAboveTwoGiB_GivesItsLastNumbers(string type, int count)
    {
        int width = type == "F32" ? 4 : 8;
        string path = _folder.File("large.safetensors");
        byte[] header = Encoding.UTF8.GetBytes(
            $$$"""{"a":{"dtype":"{{{type}}}","shape":[{{{count}}}],"data_offsets":[0,{{{(long)count * width}}}]}}""");
        using FileStream file = File.Create(path);
        file.Write(BitConverter.GetBytes((long)header.Length));
        file.Write(header);
        file.SetLength(8 + header.Length + (long)count * width);
        file.Position = file.Length - 2 * width;
        foreach (double value in new[] { 1.5, -2 })
            file.Write(type == "F32" ? BitConverter.GetBytes((float)value) : BitConverter.GetBytes(value));
        SafetensorsArray array = SafetensorsFile.Open(file, path).Find("a")!;
        Assert.Equal(new Shape(count), array.Shape);
        var last = new float[300_000];
        array.Read(count - last.Length, last);
        Assert.Equal([0, 1.5f, -2], last[^3..]);
        string message = Assert.Throws<ModelFormatException>(() => array.Read(new float[3])).Message;
        Assert.Contains($"'a' has the shape ({count},), {count} elements, but 3 are needed", message, StringComparison.Ordinal);
        file.SetLength(file.Length - 1);
        message = Assert.Throws<ModelFormatException>(() => array.Read(count - last.Length, last)).Message;
        Assert.Contains("'a' should end at byte 53687", message, StringComparison.Ordinal);
    }

    // Zeros that nothing was written to take no memory.
    [Fact]
    public unsafe void Write_ArrayAboveTwoGiB_WritesAllOfIt()
    {
        const int Count = 600_000_000;
        float* zeros = (float*)NativeMemory.AllocZeroed(Count, sizeof(float));
        try
        {
            using var counter = new CountingStream();
            SafetensorsFile.WriteNumbers(counter, new ReadOnlySpan<float>(zeros, Count));
            Assert.Equal(4L * Count, counter.Length);
        }
        finally
        {
            NativeMemory.Free(zeros);
        }
    }

    private sealed class CountingStream : Stream
    {
        private long _count;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _count;

        public override long Position { get => _count; set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer) => _count += buffer.Length;

        public override void Write(byte[] buffer, int offset, int count) => _count += count;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    [Fact]
    public void Load_LengthsThatLie_AreRefusedWithoutMemory()
    {
        byte[] length = new byte[8];
        foreach (ulong lie in new[] { 9UL, 1UL << 26, 1UL << 40, ulong.MaxValue })
        {
            BinaryPrimitives.WriteUInt64LittleEndian(length, lie);
            Assert.Contains("header", Error([.. length, (byte)'{']), StringComparison.Ordinal);
        }
        Assert.Contains("fewer than the 8 of a header's length", Error([1, 2, 3]), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DamagedBytes_LoadsOrSaysSo()
    {
        byte[] file = File.ReadAllBytes(Path.Combine(GoldenCase.Root, "safetensors", "f32_f32_f32_f32.safetensors"));
        var random = new Random(5);
        for (int i = 0; i < 200; i++)
        {
            byte[] damaged = [.. file];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (i % 4 == 0) damaged = damaged[..random.Next(1, damaged.Length)];
            string path = _folder.File("damaged.safetensors");
            File.WriteAllBytes(path, damaged);
            try
            {
                Network().LoadSafetensors(path);
            }
            catch (ModelFormatException) { }
        }
    }

    private string Error(byte[] file)
    {
        string path = _folder.File("damaged.safetensors");
        File.WriteAllBytes(path, file);
        return Assert.Throws<ModelFormatException>(() => Network().LoadSafetensors(path)).Message;
    }
}
