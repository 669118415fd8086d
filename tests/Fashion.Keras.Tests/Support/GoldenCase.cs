using System.Text.Json.Nodes;

namespace Fashion.Keras.Tests.Support;

/// <summary>
/// One case file made by real Keras. Cases come from the folder Golden next to the tests, or from the directory named in
/// FASHION_KERAS_GOLDEN.
/// </summary>
public sealed class GoldenCase
{
    private GoldenCase(string kind, string name, JsonObject json)
    {
        Kind = kind;
        Name = name;
        Json = json;
    }

    public static string Root => Environment.GetEnvironmentVariable("FASHION_KERAS_GOLDEN") is { Length: > 0 } other
        ? other
        : Path.Combine(AppContext.BaseDirectory, "Golden");

    public string Kind { get; }

    public string Name { get; }

    public JsonObject Json { get; }

    /// <summary>Names of all cases of a kind, for MemberData; a directory without the kind gives one row that is skipped.</summary>
    public static IEnumerable<TheoryDataRow<string>> Names(string kind)
    {
        string folder = Path.Combine(Root, kind);
        string[] names = Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)]
            : [];
        return names.Length > 0
            ? names.Select(n => new TheoryDataRow<string>(n))
            : [new TheoryDataRow<string>("(none)") { Skip = $"no cases of kind '{kind}' in this golden directory" }];
    }

    public static GoldenCase Load(string kind, string name) =>
        new(kind, name, JsonNode.Parse(File.ReadAllText(Path.Combine(Root, kind, name + ".json")))!.AsObject());

    public JsonNode? this[string key] => Json[key];

    /// <summary>What stands at a key; the test fails where the case has nothing there.</summary>
    public JsonNode Required(string key)
    {
        if (Json[key] is { } value) return value;
        Assert.Fail($"{this} has no '{key}', without which it cannot be checked.");
        return null!;
    }

    /// <summary>The text at a key.</summary>
    public string Text(string key) => Required(key).GetValue<string>();

    public GoldenTensor Tensor(string key) => new(Json[key]!);

    /// <summary>A tensor, or null where the case says null or nothing.</summary>
    public GoldenTensor? TensorOrNull(string key) => Json[key] is { } node ? new GoldenTensor(node) : null;

    public GoldenTensor[] Tensors(string key) => [.. Json[key]!.AsArray().Select(n => new GoldenTensor(n!))];

    public override string ToString() => $"{Kind}/{Name}";
}
