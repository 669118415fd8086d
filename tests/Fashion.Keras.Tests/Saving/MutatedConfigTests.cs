using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Fashion.Keras.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// Configurations in which values have another kind, are missing, too many or in the wrong place: of every model file among
/// the golden ones, each value in turn and then several at random. A file is read or refused with a
/// <see cref="ModelFormatException"/> that names it; nothing else comes out, and it does not take long. A longer run:
/// <c>FASHION_KERAS_MUTATIONS=20000</c>; a failure prints what repeats it (<c>FASHION_KERAS_SEED</c>).
/// </summary>
public class MutatedConfigTests
{
    private const long LargestAllocation = 512L << 20;
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(2);
    private static readonly int PerFile = Number("FASHION_KERAS_MUTATIONS", 120), Seed = Number("FASHION_KERAS_SEED", Random.Shared.Next());

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "3", "0.5", "1e308", "-1e308", "1e999", "2147483647", "2147483648", "-2147483648",
        "99999999999999999999", "1e-320",
        "\"\"", "\"NaN\"", "\"Infinity\"", "\"a\"", "\"1\"", "\"Dense\"", "\"\\u0000\"", "\"a/b\"", "[]", "[null]", "[[]]", "[0]", "[1,2]",
        "[1,2,3]", "[-1,-1]", "[\"a\"]", "[\"a\",0,0]", "[1e308]", "[{}]",
        "{}", "{\"class_name\":1}", "{\"class_name\":\"x\"}", "{\"class_name\":\"Dense\",\"config\":[]}",
        "{\"class_name\":\"Zeros\",\"config\":{\"a\":1}}", "{\"config\":{}}", "{\"class_name\":\"__keras_tensor__\"}",
        "{\"class_name\":\"__keras_tensor__\",\"config\":3}", "{\"module\":\"builtins\",\"class_name\":\"function\",\"config\":\"x\"}",
    ];

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden", "files"), "*.*")
            .Where(f => (f.EndsWith(".keras") || f.EndsWith(".h5")) && !f.EndsWith(".weights.h5")).Select(f => Path.GetFileName(f))
            .Order()];

    [Theory, MemberData(nameof(Files))]
    public void Load_MutatedConfig_IsReadOrRefused(string name)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "files", name));
        var random = new Random(Seed + name.Sum(c => c));
        IReadOnlyList<string> texts = ModelBytes.Texts(file);
        Assert.NotEmpty(texts);
        int read = 0, refused = 0;
        for (int i = 0; i < PerFile; i++)
        {
            int which = random.Next(texts.Count);
            JsonNode tree = JsonNode.Parse(texts[which])!;
            // One change finds most; several get past the first check.
            string said =
                string.Join("; ", Enumerable.Range(0, random.Next(3) == 0 ? random.Next(2, 6) : 1).Select(_ => Mutate(tree, random)));
            byte[]? mutated = ModelBytes.With(file, which, Twice(tree.ToJsonString(), random));
            if (mutated is null) continue;
            if (Attempt(mutated, name, $"seed {Seed}, mutation {i}: {said}")) read++;
            else refused++;
        }
        Assert.True(refused > 0 || PerFile < 20, $"{name}: {read} of {PerFile} were read, none refused");
    }

    private static bool Attempt(byte[] data, string name, string what)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        bool read = false;
        try
        {
            ModelFiles.Read(new MemoryStream(data), name, compile: true, custom: null);
            read = true;
        }
        catch (ModelFormatException e)
        {
            if (!e.Message.Contains(name, StringComparison.Ordinal))
                Assert.Fail($"{what}: the message does not name the file: {e.Message}");
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}");
        }
        Assert.True(Stopwatch.GetElapsedTime(start) < LongestTime * 5, $"{what}: took {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - bytes < LargestAllocation,
            $"{what}: allocated {(GC.GetAllocatedBytesForCurrentThread() - bytes) >> 20} MB");
        return read;
    }

    internal static string Mutate(JsonNode tree, Random random)
    {
        var places = new List<(JsonNode Parent, string? Key, int Index)>();
        Collect(tree, places);
        if (places.Count == 0) return "nothing";
        (JsonNode parent, string? key, int index) = places[random.Next(places.Count)];
        JsonNode? value = JsonNode.Parse(Values[random.Next(Values.Length)]);
        string path = $"{parent.GetPath()}.{key ?? index.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        switch (random.Next(6), parent)
        {
            case (0, JsonObject json): json.Remove(key!); return $"{path} removed";
            case (0, JsonArray list): list.RemoveAt(index); return $"{path} removed";
            case (1, JsonObject json): json["extra"] = value; return $"{path}: extra key {value?.ToJsonString()}";
            case (1, JsonArray list): list.Add(value); return $"{path}: extra value {value?.ToJsonString()}";
            // Another value of the same file, and the value one level deeper.
            case (2, _): value = At(places[random.Next(places.Count)])?.DeepClone(); break;
            case (3, _):
                value = random.Next(2) == 0
                ? new JsonArray(At((parent, key, index))?.DeepClone())
                : new JsonObject { [key ?? "x"] = At((parent, key, index))?.DeepClone() }; break;
        }
        if (parent is JsonObject at) at[key!] = value;
        else ((JsonArray)parent)[index] = value;
        string text = value?.ToJsonString() ?? "null";
        return $"{path} = {(text.Length > 100 ? text[..100] + "..." : text)}";
    }

    private static JsonNode? At((JsonNode Parent, string? Key, int Index) place) =>
        place.Parent is JsonObject json ? json[place.Key!] : ((JsonArray)place.Parent)[place.Index];

    private static void Collect(JsonNode? node, List<(JsonNode, string?, int)> places)
    {
        if (node is JsonObject json)
            foreach (var (key, value) in json) { places.Add((json, key, 0)); Collect(value, places); }
        else if (node is JsonArray list)
            for (int i = 0; i < list.Count; i++) { places.Add((list, null, i)); Collect(list[i], places); }
    }

    // Now and then a key stands twice, or the text ends early.
    private static byte[] Twice(string text, Random random) => Encoding.UTF8.GetBytes(random.Next(40) switch
    {
        0 => text.Replace("\"class_name\":", "\"class_name\":\"a\",\"class_name\":", StringComparison.Ordinal),
        1 => text[..random.Next(text.Length)],
        _ => text,
    });

    private static int Number(string variable, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out int number) ? number : fallback;
}
