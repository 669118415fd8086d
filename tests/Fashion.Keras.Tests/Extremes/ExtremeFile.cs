using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Extremes;

/// <summary>A <c>.keras</c> file with a layer of any class in whose configuration one number is extreme.</summary>
internal sealed class ExtremeFile
{
    // A Lambda is a function in code, which no file holds.
    private static readonly Type[] Classes = [.. ExtremeLayer.Classes.Where(type => type != typeof(Lambda))];

    private static readonly Dictionary<Type, byte[]?> Files = [];

    private readonly Random _random;
    private string _change = "";

    public ExtremeFile(int number)
    {
        _random = new Random(number);
        Class = Classes[number % Classes.Length];
    }

    public Type Class { get; }

    public override string ToString() => $"{Class.Name} file, {_change}";

    /// <summary>Loads the file; if that is possible, predicts and trains where the sizes allow.</summary>
    /// <param name="folder">Where the file is written.</param>
    /// <returns>Whether the class can be saved with ordinary numbers, so that something was tried.</returns>
    public bool Run(string folder)
    {
        if (!Files.TryGetValue(Class, out byte[]? harmless)) Files[Class] = harmless = Save(folder);
        if (harmless is null) return false;
        string path = Path.Combine(folder, "changed.keras");
        File.WriteAllBytes(path, harmless);
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            ZipArchiveEntry entry = zip.GetEntry("config.json")!;
            JsonNode json;
            using (Stream stream = entry.Open()) json = JsonNode.Parse(stream)!;
            entry.Delete();
            Change(json);
            using Stream target = zip.CreateEntry("config.json").Open();
            using var writer = new Utf8JsonWriter(target);
            json.WriteTo(writer);
        }
        Model model;
        try
        {
            model = Model.Load(path);
        }
        catch (ModelFormatException e) when (e.Message.Length is > 10 and < 1000)
        {
            return true;
        }
        try
        {
            if (model.InputShapes[0].Skip(1).All(size => size >= 0)) ExtremeLayer.Use(model, [.. model.InputShapes[0].Skip(1)], threads: 1);
        }
        catch (Exception e) when (ExtremeRuns.IsDocumented(e)) { }
        return true;
    }

    private byte[]? Save(string folder)
    {
        string path = Path.Combine(folder, "harmless.keras");
        try
        {
            ExtremeLayer.Harmless(Class).Save(path);
        }
        catch (ArgumentException)
        {
            return null;
        }
        return File.ReadAllBytes(path);
    }

    private void Change(JsonNode root)
    {
        var numbers = new List<JsonNode>();
        Find(root["config"]!["layers"], numbers);
        JsonNode chosen = numbers[_random.Next(numbers.Count)];
        string text = _random.Next(4) == 0
            ? ((string[])["1e308", "-1e308", "0.5", "9223372036854775807", "-9223372036854775809", "1e-320"])[_random.Next(6)]
            : ExtremeNumbers.Whole[_random.Next(ExtremeNumbers.Whole.Length)].ToString(CultureInfo.InvariantCulture);
        _change = $"{chosen.GetPath()} = {text}";
        chosen.ReplaceWith(JsonNode.Parse(text));
    }

    private static void Find(JsonNode? node, List<JsonNode> numbers)
    {
        switch (node)
        {
            case JsonObject entries:
                foreach ((_, JsonNode? value) in entries) Find(value, numbers);
                break;
            case JsonArray items:
                foreach (JsonNode? item in items) Find(item, numbers);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                numbers.Add(value);
                break;
        }
    }
}
