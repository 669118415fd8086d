using System.Text;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Small files that unfold to much: memory is counted before it is taken.</summary>
public class BoundedFilesTests
{
    [Fact]
    public void Load_SmallFileOfALargeText_IsRefusedInLittleMemory()
    {
        byte[] file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Saving", "HostileFiles", "json_of_numbers.keras"));
        Assert.Contains(KerasArchive.Config, Refused(file, mostBytes: 1 << 20), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ManyNumbersThatAreNotPacked_IsRefusedByTheirCount()
    {
        string numbers = string.Concat(Enumerable.Repeat("0,", 4_000_000));
        Assert.Contains("more than 2000000",
            Refused(Archive($$"""{"class_name":"Sequential","config":[{{numbers}}0]}"""), mostBytes: 96 << 20), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Load_DeepText_IsRefused(string open, string close)
    {
        string deep = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));
        Assert.Contains("depth", Refused(Archive($$"""{"class_name":"Sequential","config":{{deep}}}"""), mostBytes: 16 << 20),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"class_name":"Sequential","class_name":"Sequential"}""", "twice")]
    [InlineData("""{"class_name":"Sequential","config":{"name":"\ud800"}}""", "config.json")]
    [InlineData("""[1]""", "object")]
    [InlineData("""{"class_name":"Sequential"} {}""", "config.json")]
    [InlineData("", "config.json")]
    public void Load_TextThatIsNoObject_IsRefused(string text, string expected) =>
        Assert.Contains(expected, Refused(Archive(text), mostBytes: 1 << 20), StringComparison.Ordinal);

    // The directory of an archive says how long a member is; what comes out may be another length.
    [Theory, InlineData(64 << 20), InlineData(10), InlineData(0), InlineData(int.MaxValue)]
    public void Load_MemberOfAnotherLengthThanItClaims_IsRefusedInLittleMemory(int claim)
    {
        byte[] file = Archive("""{"class_name":"Sequential"}""");
        for (int i = 0; i + 46 < file.Length; i++)
            if (file.AsSpan(i, 4).SequenceEqual("PK\u0001\u0002"u8)) BitConverter.TryWriteBytes(file.AsSpan(i + 24), claim);
        Refused(file, mostBytes: 2 << 20);
    }

    [Fact]
    public void Read_LongListOfTexts_IsRead()
    {
        string words = string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"\"word number {i}\""));
        Assert.Equal(200_000, Json.Parse($$"""{"vocabulary":[{{words}}]}""", "file", "config")["vocabulary"]!.AsArray().Count);
    }

    private static string Refused(byte[] file, long mostBytes)
    {
        Assert.Throws<ModelFormatException>(() => ModelFiles.Read(new MemoryStream(file), "m.keras", compile: true, custom: null));
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        string message =
            Assert.Throws<ModelFormatException>(
                () => ModelFiles.Read(new MemoryStream(file), "m.keras", compile: true, custom: null)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - bytes, 0, mostBytes);
        Assert.Contains("m.keras", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 1000);
        return message;
    }

    private static byte[] Archive(string config)
    {
        using var stream = new MemoryStream();
        KerasArchive.Write(stream, Encoding.UTF8.GetBytes(config), s => s.WriteByte(1));
        return stream.ToArray();
    }
}
