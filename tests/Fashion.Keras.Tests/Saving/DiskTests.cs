using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>What a user reads when the disk is full or a folder cannot be made, and that nothing is lost then.</summary>
public sealed class DiskTests
{
    [Fact]
    public void Write_DiskFullOnTheWay_NamesTheFileAndKeepsTheOldOne()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.keras");
        File.WriteAllText(path, "old");
        var exception = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[1000]);
            throw new IOException("No space left on device");
        }));
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains("No space left on device", exception.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(3000)]
    public void Save_Hdf5OnAFullDisk_IsTheDisksOwnException(int room)
    {
        var writer = new Hdf5Writer();
        writer.Write("layers/dense/vars/0", [40, 50], new float[2000]);
        using var disk = new FullDisk(room);
        Assert.Equal(FullDisk.Words, Assert.Throws<IOException>(() => writer.Save(disk)).Message);
    }

    public static TheoryData<string> Writers => new("model.keras", "model.h5", "model.weights.h5", "checkpoint", "backup", "log");

    [Theory]
    [MemberData(nameof(Writers))]
    public void Write_FolderThatCannotBeMade_NamesTheFile(string what)
    {
        using var folder = new TemporaryFolder();
        // A file where a folder should be; no system makes one there.
        File.WriteAllText(folder.File("plain"), "");
        string path = Path.Combine(folder.File("plain"), "no", what);
        var model = new Sequential { new Dense(1, inputShape: [2]) };
        model.Compile("sgd", "mse");
        void Fit(Callback callback) => model.Fit(new float[4, 2], new float[4, 1], verbose: Verbosity.Silent, callbacks: callback);
        var exception = Assert.ThrowsAny<IOException>(() =>
        {
            switch (what)
            {
                case "model.weights.h5": model.SaveWeights(path); break;
                case "checkpoint": Fit(new ModelCheckpoint(path += ".keras", monitor: "loss")); break;
                case "backup": Fit(new BackupAndRestore(path)); break;
                case "log": Fit(new CsvLogger(path)); break;
                default: model.Save(path); break;
            }
        });
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be", exception.Message, StringComparison.Ordinal);
    }

    private sealed class FullDisk(int room) : MemoryStream
    {
        public const string Words = "No space left on device";

        // What writes spans comes here as well.
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Position + count > room) throw new IOException(Words);
            base.Write(buffer, offset, count);
        }

        public override void WriteByte(byte value) => Write([value], 0, 1);
    }
}
