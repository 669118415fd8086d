using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Fashion.Keras.Datasets;

namespace Fashion.Keras.Tests.Datasets;

/// <summary>NumPy's files: those that NumPy wrote, and those that must not be trusted.</summary>
public sealed class NpyFileTests
{
    [Fact]
    public void Read_FilesOfNumPy_GivesTheirNumbers()
    {
        JsonObject expected = JsonNode.Parse(File.ReadAllText(Place("expected.json")))!.AsObject();
        Check<double>("f8");
        Check<int>("big_i4");
        Check<short>("fortran");
        Check<Half>("half");
        Check<ulong>("scalar");
        Check<float>("empty");
        Assert.Equal([true, false, true], NpyFile.Read<bool>(Place("array_bool.npy")).ToArray());

        void Check<T>(string label) where T : unmanaged, System.Numerics.INumber<T>
        {
            var tensor = NpyFile.Read<T>(Place($"array_{label}.npy"));
            int[] shape = [.. expected[$"array_{label}"]![0]!.AsArray().Select(s => s!.GetValue<int>())];
            Assert.Equal(shape.Length == 0 ? [1] : shape, tensor.Lengths.ToArray().Select(n => (int)n));
            Assert.Equal(expected[$"array_{label}"]![1]!.AsArray().Select(v => v!.GetValue<double>()),
                tensor.ToArray().Select(double.CreateChecked));
        }
    }

    [Fact]
    public void Npz_Names_AreThoseOfTheFile()
    {
        NpzFile file = NpzFile.Read(Place("boston_housing.npz"));
        Assert.Equal(["x", "y"], file.Names);
        Assert.Equal([23, 13], file.Get<double>("x").Lengths.ToArray());
        Assert.Contains("it has x, y", Assert.Throws<InvalidDataException>(() => file.Get<double>("z")).Message, StringComparison.Ordinal);
        Assert.Contains("not Single", Assert.Throws<InvalidDataException>(() => file.Get<float>("x")).Message, StringComparison.Ordinal);
        Assert.Contains("'|O'", Assert.Throws<InvalidDataException>(() => NpzFile.Read(Place("imdb_4.npz")).Get<long>("x_train")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (3,), }")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (65536, 65536, 65536, 65536), }")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (-1,), }")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (99999999999,), }")]
    [InlineData(
        "{'descr': '<i4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2), }")]
    [InlineData("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (2,), }")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }")]
    [InlineData("{'descr': '<i4', 'fortran_order': __import__('os'), 'shape': (2,), }")]
    [InlineData("")]
    public void Parse_HeaderThatCannotBe_IsRefused(string header)
    {
        byte[] content = Npy(header, new byte[8]);
        Assert.Throws<InvalidDataException>(() => NpyFile.Parse<int>(content));
    }

    [Fact]
    public void Parse_EveryCutAndEveryChangedByte_IsReadOrRefused()
    {
        byte[] good = File.ReadAllBytes(Place("mnist.npz")),
            array = Npy("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", new byte[8]);
        Assert.Equal([0, 0], NpyFile.Parse<int>(array).ToArray());
        for (int i = 0; i < array.Length; i++) Assert.Throws<InvalidDataException>(() => NpyFile.Parse<int>(array[..i]));
        for (int i = 0; i < good.Length; i++)
        {
            byte[] changed = [.. good];
            changed[i] ^= 0x55;
            ReadAll(changed);
            if (i % 7 == 0) ReadAll(good[..i]);
        }
    }

    [Fact]
    public void Npz_ThatUnpacksToMoreThanItSays_IsRefusedWithoutFillingTheMemory()
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        using (Stream entry = zip.CreateEntry("x.npy").Open())
        {
            entry.Write(Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (5,), }", []));
            for (int i = 0; i < 64; i++) entry.Write(new byte[1 << 20]);
        }
        Assert.Throws<InvalidDataException>(() => NpzFile.Parse(target.ToArray()).Get<byte>("x"));
    }

    private static void ReadAll(byte[] content)
    {
        try
        {
            NpzFile file = NpzFile.Parse(content);
            foreach (string name in file.Names) file.Get<byte>(name);
        }
        catch (InvalidDataException e)
        {
            Assert.InRange(e.Message.Length, 10, 500);
        }
    }

    private static byte[] Npy(string header, byte[] body) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header), .. body];

    private static string Place(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", "dataset", name);
}
