using System.Text;
using System.Text.Json.Nodes;
using Fashion.Keras.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Files whose contents have another form than a model's, or unfold to more than one.</summary>
public sealed class HostileFilesTests
{
    [Theory]
    [InlineData("dtype_policy.keras")]
    [InlineData("keras_history.keras")]
    [InlineData("json_of_numbers.keras")]
    public void Load_HostileFile_IsAModelFormatException(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Saving", "HostileFiles", file);
        var exception = Assert.Throws<ModelFormatException>(() => Model.Load(path));
        Assert.Equal(path, exception.Path);
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("layers_1000.keras")]
    [InlineData("layers_reverse_4000.keras")]
    public void Load_SmallFileOfManyLayers_IsRead(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Saving", "HostileFiles", file);
        int layers = JsonNode.Parse(ModelBytes.Texts(File.ReadAllBytes(path))[0])!["config"]!["layers"]!.AsArray().Count;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Model model = Model.Load(path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 << 20);
        Assert.InRange(model.Layers.Count, layers - 1, layers);
        // The weights in these files are another model's.
        Assert.Contains("layers/dense/vars/0", Assert.Single(model.LoadWarnings), StringComparison.Ordinal);
        Assert.Throws<ModelFormatException>(() => Model.Load(path, strict: true));
    }

    [Fact]
    public void Load_JsonThatUnfolds_IsRefusedBeforeItDoes()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Saving", "HostileFiles", "json_of_numbers.keras");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFormatException>(() => Model.Load(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void Parse_ManyValues_AreCountedBeforeATreeIsMade()
    {
        byte[] text = Encoding.UTF8.GetBytes($"{{\"a\":[{string.Join(",", Enumerable.Repeat("0", 2_100_000))}]}}");
        long before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Assert.Throws<ModelFormatException>(() => Json.Parse(text, "file", "entry"));
        Assert.Contains("2000000 values", exception.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(500, false)]
    public void Parse_DeepValue_IsReadUpToALimit(int depth, bool read)
    {
        string text = $"{{\"a\":{new string('[', depth)}{new string(']', depth)}}}";
        if (read) Assert.Single(Json.Parse(text, "file", "entry"));
        else Assert.Throws<ModelFormatException>(() => Json.Parse(text, "file", "entry"));
    }
}
