using System.IO.Compression;
using Fashion.Keras.Layers;
using Fashion.Keras.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// Files are read where they lie: weights go straight to where they stay, and a file that ends too early is only a damaged one.
/// </summary>
public sealed class ReadInPlaceTests
{
    private const int Weights = 4 << 20, Rest = 1 << 20;

    [Theory]
    [InlineData("model.keras")]
    [InlineData("model.h5")]
    public void Load_Allocates_TheWeightsAndLittleElse(string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File(name);
        Large().Save(path);
        Model.Load(path);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Model loaded = Model.Load(path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Weights, Weights + Rest);
        AssertSame(Large(), loaded);
    }

    [Theory]
    [InlineData("model.keras")]
    [InlineData("model.h5")]
    [InlineData("model.weights.h5")]
    [InlineData("model.safetensors")]
    public void LoadWeights_Allocates_TheNewWeightsOnce(string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File(name);
        Model model = Large();
        Action load = name.EndsWith(".safetensors", StringComparison.Ordinal)
            ? () => model.LoadSafetensors(path)
            : () => model.LoadWeights(path);
        if (name.EndsWith(".safetensors", StringComparison.Ordinal)) model.SaveSafetensors(path);
        else if (name.EndsWith(".weights.h5", StringComparison.Ordinal)) model.SaveWeights(path);
        else model.Save(path);
        load();
        long before = GC.GetAllocatedBytesForCurrentThread();
        load();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Weights, Weights + Rest);
    }

    [Fact]
    public void Load_PackedArchive_IsReadToo()
    {
        using var folder = new TemporaryFolder();
        string plain = folder.File("plain.keras"), packed = folder.File("packed.keras");
        Large().Save(plain);
        using (ZipArchive from = ZipFile.OpenRead(plain), to = ZipFile.Open(packed, ZipArchiveMode.Create))
            foreach (ZipArchiveEntry entry in from.Entries)
            {
                using Stream source = entry.Open(), target = to.CreateEntry(entry.FullName, CompressionLevel.Fastest).Open();
                source.CopyTo(target);
            }
        AssertSame(Large(), Model.Load(packed));
    }

    [Theory]
    [InlineData("model.keras")]
    [InlineData("model.h5")]
    public void Load_FileThatBecomesShorterMeanwhile_IsRefusedByName(string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File(name);
        Model small = Small();
        small.Save(path);
        byte[] file = File.ReadAllBytes(path);
        int refused = 0;
        for (int reads = 0; ; reads++)
        {
            using var stream = new ShrinkingStream(file, reads);
            Model other = Small();
            other.Weights[0].Set(new float[other.Weights[0].Shape.ElementCount]);
            float[][] before = [.. other.Weights.Select(w => w.ToArray())];
            try
            {
                ModelFiles.PrepareWeights(other, stream, path, byName: false, skipMismatch: false)();
                AssertSame(small, other);
            }
            catch (ModelFormatException e)
            {
                Assert.Contains(path, e.Message, StringComparison.Ordinal);
                Assert.Equal(before, other.Weights.Select(w => w.ToArray()));
                refused++;
            }
            using var again = new ShrinkingStream(file, reads);
            try
            {
                AssertSame(small, ModelFiles.Read(again, path, compile: true, custom: null));
                if (!again.HasShrunk) break;
            }
            catch (ModelFormatException e)
            {
                Assert.Contains(path, e.Message, StringComparison.Ordinal);
            }
        }
        Assert.InRange(refused, 5, int.MaxValue);
    }

    [Fact]
    public void Load_FileOfAnotherProgramMovedOverIt_ReadsTheOneThatWasOpened()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.keras"), next = folder.File("next.keras");
        Small().Save(path);
        File.WriteAllText(next, "something else");
        using WatchedFile open = WatchedFile.Open(path);
        File.Move(next, path, overwrite: true);
        AssertSame(Small(), open.Read(data => ModelFiles.Read(data, path, compile: true, custom: null)));
    }

    [Fact]
    public void Load_OptimizerState_GoesStraightToItsPlace()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.keras");
        Model model = Large();
        model.Compile("adam", "mse");
        model.Fit(new float[1, 1024], new float[1, 1024], verbose: Verbosity.Silent);
        model.Save(path);
        Model.Load(path);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Model loaded = Model.Load(path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 3 * Weights, 3 * Weights + 2 * Rest);
        Assert.Equal(model.Optimizer!.Variables.Select(v => v.ToArray()), loaded.Optimizer!.Variables.Select(v => v.ToArray()));
    }

    private static Sequential Large() => new Sequential { new Dense(1024, inputShape: [1024]) }.Seeded(3);

    private static Sequential Small() => new Sequential { new Dense(3, inputShape: [2]), new Dense(2) }.Seeded(3);

    private static void AssertSame(Model want, Model got) =>
        Assert.Equal(want.Weights.Select(w => w.ToArray()), got.Weights.Select(w => w.ToArray()));

    /// <summary>A file that loses its second half after some reads.</summary>
    private sealed class ShrinkingStream(byte[] file, int reads) : MemoryStream(file, writable: false)
    {
        private int _left = reads;

        public bool HasShrunk => _left < 0;

        // Other ways to read lead here.
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, --_left >= 0 ? count : (int)Math.Clamp(Length / 2 - Position, 0, count));
    }
}
