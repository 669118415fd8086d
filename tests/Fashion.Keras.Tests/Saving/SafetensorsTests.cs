using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
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
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "do not fit its shape [3]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", 8, "do not fit its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4611686018427387904],"data_offsets":[0,0]}}""", 0, "do not fit its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]}}""", 8, "needs dtype, shape and two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", 8, "needs dtype, shape and two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "needs dtype, shape and two data_offsets")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", 8, "element type F8_E4M3")]
    [InlineData("""{"a":[]}""", 0, "needs dtype, shape and two data_offsets")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "no texts by name")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8,
        "stands twice")]
    [InlineData(""" {"a":1}""", 0, "does not begin with '{'")]
    [InlineData("{", 0, "header")]
    public void Load_DamagedHeader_SaysWhat(string header, int bytes, string message)
    {
        byte[] text = Encoding.UTF8.GetBytes(header), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        Assert.Contains(message, Error([.. length, .. text, .. new byte[bytes]]), StringComparison.Ordinal);
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
        Assert.Contains("fewer than the length of a header", Error([1, 2, 3]), StringComparison.Ordinal);
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
