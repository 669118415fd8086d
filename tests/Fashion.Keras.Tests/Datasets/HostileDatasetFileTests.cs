using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using Fashion.Keras.Datasets;

namespace Fashion.Keras.Tests.Datasets;

/// <summary>Things in place of a data file that have no end, or no small one: each is refused without reading it.</summary>
public sealed class HostileDatasetFileTests : IDisposable
{
    private static readonly byte[] Content = [0, 0, 8, 1, 0, 0, 0, 2, 7, 9];

    private static readonly DatasetArchive Archive = new("Tiny", "tiny", "TINY_DIR", "dataset-tiny", [],
        [new("one.gz", Convert.ToHexStringLower(SHA256.HashData(Content)), Content.Length)]);

    private readonly TemporaryFolder _folder = new();

    private string Place => _folder.File("one.gz");

    public static TheoryData<string> Kinds => ["bomb", "zero", "null", "pipe", "folder", "empty", "huge", "longer", "link to pipe"];

    [Theory, MemberData(nameof(Kinds))]
    public async Task Find_SomethingElseInPlaceOfAFile_IsRefusedAtOnce(string kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices and pipes are Linux's.");
        Make(kind, Place);
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        var e =
            await Assert.ThrowsAsync<DatasetUnavailableException>(
                () => Task.Run(() => new DatasetLocator(Archive, Options()).Find(_folder.Path, default))
                    .WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains("one.gz", e.Message, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - bytes < 16 << 20);
    }

    [Theory, InlineData("zero"), InlineData("pipe"), InlineData("bomb"), InlineData("empty")]
    public async Task IdxFile_SomethingElseInPlaceOfAFile_IsRefused(string kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices and pipes are Linux's.");
        Make(kind, Place);
        await Assert.ThrowsAsync<InvalidDataException>(() => Task.Run(() => IdxFile.Read<byte>(Place)).WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Download_ServerThatSendsTooMuch_IsGivenUp()
    {
        using var server = new LocalServer(_ => new byte[8 << 20]);
        var e = Assert.Throws<DatasetUnavailableException>(() => new DatasetLocator(Archive, Options(server.Address)).Find(null, default));
        Assert.Contains("more than", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.File("datasets/tiny")));
    }

    public void Dispose() => _folder.Dispose();

    private DownloadOptions Options(params Uri[] origins) => new()
    {
        CacheHome = _folder.Path,
        SystemFolder = _folder.File("system"),
        AllowApt = false,
        AllowDownload = origins.Length > 0,
        Origins = origins,
        Output = TextWriter.Null,
        Timeout = TimeSpan.FromSeconds(10),
        Variable = _ => null,
    };

    private static void Make(string kind, string path)
    {
        switch (kind)
        {
            case "bomb":
                using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Optimal))
                    for (int i = 0; i < 200; i++) gzip.Write(new byte[1 << 20]);
                break;
            case "zero": File.CreateSymbolicLink(path, "/dev/zero"); break;
            case "null": File.CreateSymbolicLink(path, "/dev/null"); break;
            case "pipe": Process.Start("mkfifo", path).WaitForExit(); break;
            case "link to pipe":
                Process.Start("mkfifo", path + ".pipe").WaitForExit();
                File.CreateSymbolicLink(path, path + ".pipe");
                break;
            case "folder": Directory.CreateDirectory(path); break;
            case "empty": File.WriteAllBytes(path, []); break;
            case "huge":
                using (FileStream file = File.Create(path)) file.SetLength(1L << 40);
                break;
            default:
                using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Optimal)) gzip.Write([.. Content, 1]);
                break;
        }
    }
}
