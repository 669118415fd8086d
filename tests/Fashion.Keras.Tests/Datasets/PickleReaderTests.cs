using System.Text;
using Fashion.Keras.Datasets;

namespace Fashion.Keras.Tests.Datasets;

/// <summary>Pickles are programs; these are not run.</summary>
public sealed class PickleReaderTests
{
    [Theory]
    [InlineData("\u0080\u0002cos\nsystem\n(U\u0004echo tR.", "os.system")]
    [InlineData("\u0080\u0002c__builtin__\neval\nq\u0000(U\u00021+tR.", "__builtin__.eval")]
    [InlineData("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093.", "os.system")]
    [InlineData("\u0080\u0002cnumpy\nload\n(U\u0001xtR.", "numpy.load")]
    [InlineData("\u0080\u0002cnumpy.core.multiarray\n_reconstruct\n(U\u0001xtR.", "a call")]
    [InlineData("\u0080\u0002cnumpy\nndarray\n(U\u0001xtR.", "a call")]
    [InlineData("\u0080\u0002(i__main__\nx\n.", "0x69")]
    [InlineData("\u0080\u0002cnumpy\nndarray\n)\u0081.", "0x81")]
    [InlineData("\u0080\u0002Pfile\n.", "0x50")]
    [InlineData("I1\n.", "0x49")]
    [InlineData("\u0080\u0009N.", "protocol 9")]
    [InlineData("\u0080\u0002", "no end")]
    [InlineData("\u0080\u0002T\u00ff\u00ff\u00ff\u007fabc.", "2147483647 bytes")]
    [InlineData("\u0080\u0002h\u0005.", "value number 5")]
    [InlineData("\u0080\u0002K\u0001K\u0002a.", "no list")]
    [InlineData("\u0080\u0002K\u0001K\u0002K\u0003s.", "no dictionary")]
    [InlineData("\u0080\u0002e.", "did not begin")]
    [InlineData("\u0080\u0002}K\u0001b.", "state")]
    [InlineData("\u0080\u0002.", "without its value")]
    [InlineData("\u0080\u0002}K\u0001K\u0002s.", "where a text belongs")]
    [InlineData("\u0080\u0002\u008a\u0009123456789.", "9 bytes")]
    public void Read_WhatDataDoNotNeed_IsRefusedByName(string pickle, string mention)
    {
        var error = Assert.Throws<InvalidDataException>(() => PickleReader.Read(Encoding.Latin1.GetBytes(pickle), "file.npz"));
        Assert.StartsWith("file.npz", error.Message, StringComparison.Ordinal);
        Assert.Contains(mention, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NegativeAndLongNumbers_HaveTheirValues()
    {
        var list =
            Assert.IsType<PickleList>(
                PickleReader.Read(Encoding.Latin1.GetBytes(
                    "\u0080\u0002](K\u0007J\u00fe\u00ff\u00ff\u00ff\u008a\u0002\u0000\u0080M\u0001\u0001\u008a\u0000e."), "p").Object);
        Assert.Equal([7, -2, -32768, 257, 0], list.Items.Select(i => i.Number));
    }

    [Fact]
    public void Read_MillionsOfEmptyLists_AreRefused()
    {
        byte[] pickle = new byte[9_000_000];
        Array.Fill(pickle, (byte)']');
        (pickle[0], pickle[1], pickle[^1]) = (0x80, 2, (byte)'.');
        Assert.Contains("lists and texts", Assert.Throws<InvalidDataException>(() => PickleReader.Read(pickle, "p")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_TheSameListAgainAndAgain_AreRefused()
    {
        // One list of 100 numbers, remembered and mentioned 1,000 times.
        string list = "](" + string.Concat(Enumerable.Repeat("K\u0001", 100)) + "eq\u0001",
            items = string.Concat(Enumerable.Repeat("h\u0001", 1000));
        string pickle =
            "\u0080\u0002cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\u0000\u0085U\u0001b\u0087R(K\u0001M\u00e9\u0003\u0085cnumpy\ndtype\nU\u0002O8K\u0000K\u0001\u0087R\u0089](" + list + items + "etb.";
        string header = "{'descr': '|O', 'fortran_order': False, 'shape': (1001,), }";
        byte[] npy = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header + pickle)];
        using var target = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(target, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        using (Stream entry = zip.CreateEntry("x.npy").Open()) entry.Write(npy);
        NpzFile file = NpzFile.Parse(target.ToArray(), "f");
        Assert.Contains("again and again", Assert.Throws<InvalidDataException>(() => SequenceSamples.Read(file, "f", "x", "y")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("imdb_0.npz")]
    [InlineData("imdb_4.npz")]
    [InlineData("cifar-100-python.tar.gz")]
    public void Loaders_EveryByteChangedInThePickle_ReadOrRefuse(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Golden", "dataset", name);
        byte[] pickle = name.EndsWith(".npz", StringComparison.Ordinal) ? NpzFile.Read(path).Array("x_train").Body.ToArray()
            : TarFile.ReadPacked(File.ReadAllBytes(path), name, m => m.EndsWith("/test", StringComparison.Ordinal), 1 << 20).Values
                .Single();
        var random = new Random(1);
        for (int i = 0; i < 3000; i++)
        {
            byte[] changed = [.. pickle];
            changed[i < pickle.Length && i < 1500 ? i : random.Next(pickle.Length)] = (byte)random.Next(256);
            try
            {
                PickleReader.Read(i % 5 == 0 ? changed.AsMemory(0, random.Next(pickle.Length)) : changed, name);
            }
            catch (InvalidDataException e)
            {
                Assert.InRange(e.Message.Length, 10, 400);
            }
        }
    }
}
