using System.IO.Compression;
using System.Text;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Names with '/', which Keras refuses: refused where they are given, taken from files of older versions.</summary>
public sealed class LayerNameTests
{
    [Fact]
    public void Construct_NameWithASlash_IsRefused()
    {
        foreach (Func<object> make in (Func<object>[])[() => new Dense(1, name: "a/b"), () => new Sequential("a/b"),
            () => Input.Of([2], name: "a/b"), () => new Sequential().Input(2).Dense(1, name: "a/b")])
        {
            var error = Assert.Throws<ArgumentException>(() => make());
            foreach (string part in (string[])["'a/b'", "'/'"]) Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_FileWithSlashesInNames_Works()
    {
        using var folder = new TemporaryFolder();
        SymbolicTensor x = Input.Of([2], name: "in_x");
        var model = new Model(inputs: x, outputs: x.Dense(3, name: "block_one").Dense(1, name: "block_two"), name: "net_one");
        string file = folder.File("old.keras"), older = folder.File("older.keras");
        model.Save(file);
        using (ZipArchive source = ZipFile.OpenRead(file), target = ZipFile.Open(older, ZipArchiveMode.Create))
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                using var bytes = new MemoryStream();
                using (Stream from = entry.Open()) from.CopyTo(bytes);
                byte[] content = bytes.ToArray();
                if (entry.FullName == "config.json")
                    content =
                        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content).Replace("block_", "block/", StringComparison.Ordinal)
                            .Replace("in_x", "in/x", StringComparison.Ordinal).Replace("net_one", "net/one", StringComparison.Ordinal));
                using Stream to = target.CreateEntry(entry.FullName).Open();
                to.Write(content);
            }
        Model loaded = Model.Load(older, compile: false);
        Assert.Equal(("net/one", "in/x", "block/two"), (loaded.Name, loaded.InputNames[0], loaded.Layers[^1].Name));
        float[,] data = { { 1, 2 } };
        Assert.Equal(model.Predict(data, verbose: Verbosity.Silent).ToArray(), loaded.Predict(data, verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void Predict_AllLayersPopped_SaysThatThereAreNone()
    {
        var model = new Sequential { new Dense(1, inputShape: [2]) };
        model.Compile("sgd", "mse");
        model.Pop();
        foreach (Action use in (Action[])[() => model.Predict(new float[3, 2], verbose: Verbosity.Silent),
            () => model.Fit(new float[3, 2], new float[3], verbose: Verbosity.Silent),
            () => model.Evaluate(new float[3, 2], new float[3], verbose: Verbosity.Silent)])
        {
            var error = Assert.Throws<InvalidOperationException>(use);
            Assert.Contains($"'{model.Name}' has no layers", error.Message, StringComparison.Ordinal);
        }
        model.Add(new Dense(2));
        Assert.Equal([3, 2], model.Predict(new float[3, 2], verbose: Verbosity.Silent).Lengths.ToArray().Select(n => (int)n));
    }
}
