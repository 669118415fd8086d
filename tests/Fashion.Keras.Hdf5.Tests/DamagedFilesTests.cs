using System.Diagnostics;
using CsCheck;

namespace Fashion.Keras.Hdf5.Tests;

/// <summary>
/// Damaged files of all versions of the format: each is read, or refused with an <see cref="H5FormatException"/>, in bounded time
/// and memory. Half of them are read without their checksums, so that damage reaches what lies after these.
/// </summary>
public sealed class DamagedFilesTests
{
    private const int Damages = 400;
    private const long LargestAllocation = 256L << 20;
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(2), MostTime = TimeSpan.FromMinutes(2);

    public static TheoryData<string, bool> Names()
    {
        var names = new TheoryData<string, bool>();
        foreach (string name in (string[])[.. Files.Golden, "own"])
        {
            names.Add(name, true);
            names.Add(name, false);
        }
        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Read_DamagedFile_IsReadOrRefused(string name, bool withChecksums)
    {
        byte[] whole = name == "own" ? Small().Bytes() : Files.Read(name);
        Attempt(whole, name, withChecksums);
        // What never ends would not be measured; then the test, not the run, ends.
        await Task
            .Run(() => Mutations.Any.Sample(damage => Attempt(damage((byte[])whole.Clone()), name, withChecksums), iter: Damages,
                threads: 2)).WaitAsync(MostTime);
    }

    [Fact]
    public void Open_CutOffAnywhere_IsRefused()
    {
        byte[] whole = Small().Bytes();
        for (int length = 0; length < whole.Length; length += 5)
            Assert.Throws<H5FormatException>(() => H5File.Open(whole.AsMemory(0, length), "cut").Dispose());
    }

    private static H5FileBuilder Small()
    {
        var file = new H5FileBuilder();
        file.Root.Add("a/x", [1f, 2, 3, 4, 5, 6], 2, 3);
        file.Root.Add("a/y", 7);
        file.Root.AddTexts("texts", ["a", "bé", ""]);
        file.Root.AddTexts("fixed", ["a", "bé", ""], fixedLength: true);
        file.Root.Group("a").SetAttribute("names", ["x", "y"]);
        file.Root.SetAttribute("config", "{}");
        file.Root.SetAttribute("number", [1.0, 2]);
        return file;
    }

    private static void Attempt(byte[] data, string name, bool withChecksums)
    {
        (TimeSpan time, long bytes) = Measure(data, name, withChecksums);
        // A busy machine may take its time once, an endless loop does so always.
        for (int again = 0; time > LongestTime && again < 2; again++) (time, _) = Measure(data, name, withChecksums);
        Assert.True(time < LongestTime, $"{name}: took {time.TotalSeconds:F1} s");
        Assert.True(bytes < LargestAllocation, $"{name}: allocated {bytes >> 20} MB");
    }

    private static (TimeSpan Time, long Bytes) Measure(byte[] data, string name, bool withChecksums)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        foreach (H5FormatException e in Everything.Read(data, name, withChecksums))
        {
            Assert.StartsWith($"{name}: ", e.Message, StringComparison.Ordinal);
            Assert.InRange(e.Offset, 0, data.Length);
        }
        return (Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - bytes);
    }
}
