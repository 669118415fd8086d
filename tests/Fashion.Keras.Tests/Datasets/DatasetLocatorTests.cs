using System.IO.Compression;
using System.Security.Cryptography;
using Fashion.Keras.Datasets;

namespace Fashion.Keras.Tests.Datasets;

public sealed class DatasetLocatorTests : IDisposable
{
    private static readonly byte[] One = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))];
    private static readonly byte[] Two = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];

    private static readonly DatasetArchive Archive = new("Tiny", "tiny", "TINY_DIR", "dataset-tiny", [],
        [new("one.gz", Checksum(One), One.Length), new("two.gz", Checksum(Two), Two.Length)]);

    private readonly TemporaryFolder _home = new();

    private static string Checksum(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] Gzip(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.NoCompression)) gzip.Write(content);
        return target.ToArray();
    }

    private static byte[]? Serve(string name) => name switch { "one.gz" => Gzip(One), "two.gz" => Gzip(Two), _ => null };

    private DownloadOptions Options(params Uri[] origins) => new()
    {
        CacheHome = _home.Path,
        SystemFolder = _home.File("system"),
        AllowApt = false,
        AllowDownload = origins.Length > 0,
        Origins = origins,
        Output = TextWriter.Null,
        Timeout = TimeSpan.FromSeconds(10),
        Variable = _ => null,
    };

    private string Fill(string folder, bool damage = false)
    {
        string path = _home.File(folder);
        Directory.CreateDirectory(path);
        File.WriteAllBytes(Path.Combine(path, "one.gz"), Gzip(damage ? One[1..] : One));
        File.WriteAllBytes(Path.Combine(path, "two"), Two);
        return path;
    }

    private static void AssertFound(byte[][] files)
    {
        Assert.Equal(One, files[0]);
        Assert.Equal(Two, files[1]);
    }

    [Fact]
    public void Find_GivenDirectory_IsUsed() => AssertFound(new DatasetLocator(Archive, Options()).Find(Fill("mine"), default));

    [Fact]
    public void Find_GivenDirectoryDamaged_NamesTheFileAndLooksNowhereElse()
    {
        Fill("datasets/tiny");
        string bad = Fill("mine", damage: true);
        var e = Assert.Throws<DatasetUnavailableException>(() => new DatasetLocator(Archive, Options()).Find(bad, default));
        Assert.Contains("one.gz is damaged", e.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(bad, "one.gz")));
    }

    [Fact]
    public void Find_Variable_ComesBeforeCacheAndSystem()
    {
        string named = Fill("named");
        var options = Options();
        options = new DownloadOptions
        {
            CacheHome = options.CacheHome,
            SystemFolder = options.SystemFolder,
            AllowApt = false,
            AllowDownload = false,
            Variable = v => v == "TINY_DIR" ? named : null
        };
        AssertFound(new DatasetLocator(Archive, options).Find(null, default));
    }

    [Theory]
    [InlineData("datasets/tiny")]
    [InlineData("system/tiny")]
    public void Find_CacheOrSystem_IsFound(string folder)
    {
        Fill(folder);
        AssertFound(new DatasetLocator(Archive, Options()).Find(null, default));
    }

    [Fact]
    public void Find_VariableThatDoesNotServe_IsNamedAndOtherPlacesAreTried()
    {
        Fill("datasets/tiny");
        var output = new StringWriter();
        var options = new DownloadOptions
        {
            CacheHome = _home.Path,
            SystemFolder = _home.File("system"),
            AllowApt = false,
            AllowDownload = false,
            Output = output,
            Variable = v => v == "TINY_DIR" ? _home.File("nowhere") : null
        };
        AssertFound(new DatasetLocator(Archive, options).Find(null, default));
        Assert.Equal($"Tiny: $TINY_DIR ({_home.File("nowhere")}): no such directory; looking elsewhere.{Environment.NewLine}",
            output.ToString());
    }

    [Theory]
    [InlineData("one.gz")]
    [InlineData("one")]
    public void Find_DamagedCache_IsNamedRemovedAndNotUsed(string name)
    {
        string damaged = Path.Combine(Fill("datasets/tiny"), name);
        File.Delete(Path.Combine(_home.File("datasets/tiny"), "one.gz"));
        File.WriteAllBytes(damaged, One[1..]);
        Fill("system/tiny");
        var output = new StringWriter();
        var options = new DownloadOptions
        {
            CacheHome = _home.Path,
            SystemFolder = _home.File("system"),
            AllowApt = false,
            AllowDownload = false,
            Output = output,
            Variable = _ => null
        };
        AssertFound(new DatasetLocator(Archive, options).Find(null, default));
        Assert.StartsWith($"Tiny: {damaged} is damaged", output.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(damaged));
    }

    [Fact]
    public void Find_DamagedCache_IsNamedRemovedAndDownloadedAnew()
    {
        string cache = Fill("datasets/tiny", damage: true);
        var e = Assert.Throws<DatasetUnavailableException>(() => new DatasetLocator(Archive, Options()).Find(null, default));
        Assert.Contains("removed", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(cache, "one.gz")));
        using var server = new LocalServer(Serve);
        AssertFound(new DatasetLocator(Archive, Options(server.Address)).Find(null, default));
    }

    [Fact]
    public void Find_Nowhere_ListsEveryPlaceAndTheCommand()
    {
        using var server = new LocalServer(_ => null);
        var e = Assert.Throws<DatasetUnavailableException>(() => new DatasetLocator(Archive, Options(server.Address)).Find(null, default));
        Assert.Contains("the Keras cache", e.Message, StringComparison.Ordinal);
        Assert.Contains(_home.File("system"), e.Message, StringComparison.Ordinal);
        Assert.Contains("404", e.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install dataset-tiny", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Download_BrokenOff_IsResumedOrBegunAnew(bool ranges)
    {
        using var server = new LocalServer(Serve, breakFirst: 1, ranges: ranges);
        AssertFound(new DatasetLocator(Archive, Options(server.Address)).Find(null, default));
        Assert.Equal(ranges, server.Requests.Any(r => !r.EndsWith("from 0", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetFiles(_home.File("datasets/tiny"), "*.part"));
    }

    [Fact]
    public void Download_WrongContent_IsNeverKept()
    {
        using var server = new LocalServer(_ => Gzip([1, 2, 3]));
        var e = Assert.Throws<DatasetUnavailableException>(() => new DatasetLocator(Archive, Options(server.Address)).Find(null, default));
        Assert.Contains("checksum", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_home.File("datasets/tiny")));
    }

    [Fact]
    public void Download_SecondOrigin_IsTriedWhenTheFirstFails()
    {
        using var empty = new LocalServer(_ => null);
        using var full = new LocalServer(Serve);
        AssertFound(new DatasetLocator(Archive, Options(empty.Address, full.Address)).Find(null, default));
    }

    [Fact]
    public void Download_SilentServer_IsGivenUp()
    {
        using var server = new LocalServer(Serve, stall: true);
        DownloadOptions options = Options(server.Address);
        options = new DownloadOptions
        {
            CacheHome = options.CacheHome,
            SystemFolder = options.SystemFolder,
            AllowApt = false,
            Origins = options.Origins,
            Output = TextWriter.Null,
            Timeout = TimeSpan.FromMilliseconds(100),
            Variable = _ => null
        };
        var e = Assert.Throws<DatasetUnavailableException>(() => new DatasetLocator(Archive, options).Find(null, default));
        Assert.Contains("sent nothing for", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Download_Cancelled_Throws()
    {
        using var server = new LocalServer(Serve, stall: true);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        Assert.ThrowsAny<OperationCanceledException>(() => new DatasetLocator(Archive, Options(server.Address)).Find(null, cancel.Token));
        Assert.Empty(Directory.GetFiles(_home.File("datasets/tiny")));
    }

    [Fact]
    public async Task Find_ManyAtOnce_DoNotHurtEachOther()
    {
        using var server = new LocalServer(Serve);
        byte[][][] all =
            await Task.WhenAll(Enumerable.Range(0, 4)
                .Select(_ => Task.Run(() => new DatasetLocator(Archive, Options(server.Address)).Find(null, default))));
        Assert.All(all, AssertFound);
        Assert.Equal(["one.gz", "two.gz"], Directory.GetFiles(_home.File("datasets/tiny")).Select(Path.GetFileName).Order());
    }

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Read_BombDeviceFolderOrEmptyFile_IsRefusedAtOnce()
    {
        string folder = Fill("mine");
        string path = Path.Combine(folder, "one.gz");
        DatasetFile file = Archive.Files[0];
        byte[] zeros = new byte[64 << 20];
        using (var target = File.Create(path))
        using (var gzip = new GZipStream(target, CompressionLevel.SmallestSize)) gzip.Write(zeros);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(DatasetFolder.ReadFile(file, path, out string reason));
        Assert.Contains("more than 5000 bytes", reason, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);

        File.WriteAllBytes(path, zeros);
        Assert.Null(DatasetFolder.ReadFile(file, path, out reason));
        Assert.Contains("more than 5000", reason, StringComparison.Ordinal);
        File.WriteAllBytes(path, []);
        Assert.Null(DatasetFolder.ReadFile(file, path, out reason));
        Assert.Contains("is empty", reason, StringComparison.Ordinal);
        if (OperatingSystem.IsWindows()) return;
        File.Delete(path);
        File.CreateSymbolicLink(path, "/dev/zero");
        Assert.Null(DatasetFolder.ReadFile(file, path, out reason));
        Assert.Contains("a device", reason, StringComparison.Ordinal);
        File.Delete(path);
        File.CreateSymbolicLink(path, folder);
        Assert.Null(DatasetFolder.ReadFile(file, path, out reason));
    }
}
