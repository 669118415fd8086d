using System.Globalization;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Callbacks;

public sealed class SharedBackupTests
{
    // In pieces: none, less than one, exactly two, two and a rest. A message has at most 16 bytes here.
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(41)]
    public void File_OfRankZero_IsThereForAll(int length)
    {
        using var folder = new TemporaryFolder();
        byte[] contents = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        File.WriteAllBytes(Path.Combine(folder.Path, "0"), contents);
        bool[] found = ThreadRanks.Run(3, ranks =>
            SharedBackup.Share(ranks, Path.Combine(folder.Path, ranks.Rank.ToString(CultureInfo.InvariantCulture)), piece: 16));
        Assert.All(found, Assert.True);
        Assert.Equal(contents, File.ReadAllBytes(Path.Combine(folder.Path, "1")));
        Assert.Equal(contents, File.ReadAllBytes(Path.Combine(folder.Path, "2")));
    }

    [Fact]
    public void File_ThatIsNotThere_IsMissedByAll()
    {
        using var folder = new TemporaryFolder();
        bool[] found = ThreadRanks.Run(2, ranks => SharedBackup.Share(ranks, Path.Combine(folder.Path, $"{ranks.Rank}x"), piece: 16));
        Assert.All(found, Assert.False);
    }
}
