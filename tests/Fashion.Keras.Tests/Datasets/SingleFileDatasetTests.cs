using System.IO.Compression;
using System.Security.Cryptography;
using Fashion.Keras.Datasets;

namespace Fashion.Keras.Tests.Datasets;

/// <summary>Data sets of one file that lies as it is in the Keras cache: found, fetched, verified, or told.</summary>
public sealed class SingleFileDatasetTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 4000).Select(i => (byte)(i * 13))];

    private const string ContentMd5 = "0c57906518fd23cd165e60cdd9d7273c";

    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_Download_IsVerifiedAndKeptUnderPythonsName(bool md5)
    {
        using var server = new LocalServer(name => name == "remote.tar.gz" ? Content : null);
        byte[] content = DatasetLocator.One(Archive(Content, md5), null, Options(server.Address), default);
        Assert.Equal(Content, content);
        Assert.Equal(Content, File.ReadAllBytes(_home.File("datasets/local_archive")));
        Assert.Equal(Content, DatasetLocator.One(Archive(Content, md5), null, Options(), default));
        Assert.Single(server.Requests);
    }

    [Fact]
    public void One_Gzip_IsNotUnpacked()
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest)) gzip.Write(Content);
        byte[] packed = target.ToArray();
        Directory.CreateDirectory(_home.File("mine"));
        File.WriteAllBytes(_home.File("mine/remote.tar.gz"), packed);
        Assert.Equal(packed, DatasetLocator.One(Archive(packed), _home.File("mine"), Options(), default));
    }

    [Fact]
    public void One_DamagedInTheCache_IsNamedAndFetchedAgain()
    {
        Directory.CreateDirectory(_home.File("datasets"));
        File.WriteAllBytes(_home.File("datasets/local_archive"), [1, 2, 3]);
        using var server = new LocalServer(_ => Content);
        Assert.Equal(Content, DatasetLocator.One(Archive(Content), null, Options(server.Address), default));
    }

    [Fact]
    public void One_Nowhere_SaysWhereToGetItAndWhereToPutIt()
    {
        var archive = Archive(Content) with { Origins = [new Uri("https://example.org/sets/")] };
        string message = Assert.Throws<DatasetUnavailableException>(() => DatasetLocator.One(archive, null, Options(), default)).Message;
        foreach (string part in (string[])["Tiny", "not allowed", "https://example.org/sets/remote.tar.gz", "local_archive",
            _home.File("datasets")]) Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.DoesNotContain("apt", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoNetwork_TellsOfEveryDataSet()
    {
        DownloadOptions none = Options();
        Action[] loads = [() => Mnist.Load(options: none), () => Cifar10.Load(options: none), () => Cifar100.Load(options: none),
            () => Imdb.Load(options: none), () => Imdb.WordIndex(options: none),
            () => Reuters.Load(options: none), () => Reuters.WordIndex(options: none), () => BostonHousing.Load(options: none),
            () => CaliforniaHousing.Load(options: none)];
        Assert.All(loads,
            load => Assert.Contains("https://", Assert.Throws<DatasetUnavailableException>(load).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_AnotherFileUnderTheName_IsRefusedByItsChecksum()
    {
        Directory.CreateDirectory(_home.File("mine"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Golden", "dataset", "mnist.npz"), _home.File("mine/mnist.npz"));
        Assert.Contains("is damaged", Assert.Throws<DatasetUnavailableException>(() => Mnist.Load(_home.File("mine"), Options())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tar_DamagedOrTooLarge_IsRefused()
    {
        byte[] good = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "dataset", "cifar-10-python.tar.gz"));
        Assert.Throws<InvalidDataException>(() => TarFile.ReadPacked(good, "t", _ => true, 5000));
        Assert.Throws<InvalidDataException>(() => TarFile.ReadPacked(good[..(good.Length / 2)], "t", _ => true, 1 << 20));
        Assert.Throws<InvalidDataException>(() => TarFile.ReadPacked([1, 2, 3, 4], "t", _ => true, 1 << 20));
        Assert.Equal(8, TarFile.ReadPacked(good, "t", _ => true, 1 << 20).Count);
    }

    private static DatasetArchive Archive(byte[] content, bool md5 = false) => new("Tiny", "", null, null, [],
        [new("local_archive", md5 ? ContentMd5 : Convert.ToHexStringLower(SHA256.HashData(content)), content.Length)
            { Unpacked = false, RemoteName = "remote.tar.gz" }]);

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
}
