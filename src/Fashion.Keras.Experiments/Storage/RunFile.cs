using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fashion.Keras.Experiments;

/// <summary>Finished runs as lines of JSON.</summary>
internal static class RunFile
{
    public static string Line(StudyRun run) => JsonSerializer.Serialize(run, RunJson.Default.StudyRun);

    public static IReadOnlyList<StudyRun> Read(string path) => Parse(path, LineFile.Read(path));

    public static IReadOnlyList<StudyRun> Parse(string path, IReadOnlyList<string> lines) =>
        LineFile.Parse(path, lines, line => JsonSerializer.Deserialize(line, RunJson.Default.StudyRun));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(StudyRun))]
[JsonSerializable(typeof(SearchTrial))]
internal sealed partial class RunJson : JsonSerializerContext;
